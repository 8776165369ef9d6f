import { expect, it } from 'vitest';
import { quotable, signedBy, withTrailer } from '@/lib/backup/content/signature-lines';

const RUN = '01ARZ3NDEKTSV4RRFFQ69G5FAV';

it.each([
  ['Jane Admin', 'jane@example.com', 'Jane Admin', 'jane@example.com'],
  ['Jane\nBackup-Run: x', 'a@b\n<c>', 'Jane Backup-Run: x', 'a@bc'],
  ['<Jane>', '<jane@example.com>', 'Jane', 'jane@example.com'],
  ['..', null, 'Admin', 'backup@ever.works'],
  ['', '', 'Admin', 'backup@ever.works'],
  ['é 日本 \u0000\u2028 x', 'x@y', 'é 日本 x', 'x@y'],
])('an author %j <%j> cannot add a line or a bracket', (name, email, expectedName, expectedEmail) => {
  expect(signedBy({ name, email })).toMatchObject({
    GIT_AUTHOR_NAME: expectedName,
    GIT_AUTHOR_EMAIL: expectedEmail,
    GIT_COMMITTER_NAME: 'Ever Works Backup',
  });
});

it('the trailer is the last paragraph, and only a run can be named', () => {
  expect(withTrailer('Restore x\n\n', RUN)).toBe(`Restore x\n\nBackup-Run: ${RUN}\n`);
  expect(() => withTrailer('x', 'no run\nEvil: 1')).toThrow();
});

it('a foreign subject is quoted on one line', () => {
  expect(quotable('One\r\ntwo <img>')).toBe('One two img');
  expect(quotable('x'.repeat(500))).toHaveLength(120);
});

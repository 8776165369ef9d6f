import { expect, it } from 'vitest';
import { parseMergeAnswer } from '@/lib/backup/content/merge-answer';

const TREE = 'a'.repeat(40);
const oid = (letter: string) => letter.repeat(40);
const answer = (stages: string[], messages: string[]) => [TREE, ...stages, '', ...messages, ''].join('\0');

it('reads a clean merge', () => {
  expect(parseMergeAnswer(`${TREE}\0`)).toEqual({ tree: TREE, conflicts: [] });
  expect(parseMergeAnswer(answer([], ['1', 'a.yml', 'Auto-merging', 'Auto-merging a.yml\n']))).toMatchObject({
    conflicts: [],
  });
});

it.each([
  ['CONFLICT (contents)', ['2', '3'], 'both-changed'],
  ['CONFLICT (binary)', ['2', '3'], 'both-changed'],
  ['CONFLICT (modify/delete)', ['2'], 'changed-and-deleted'],
  ['CONFLICT (modify/delete)', ['3'], 'deleted-and-changed'],
  ['CONFLICT (rename/delete)', ['2'], 'renamed'],
  ['CONFLICT (file/directory)', ['2'], 'kind'],
  ['', ['2', '3'], 'kind'],
])('%s with stages %j is %s', (kind, stages, reason) => {
  const path = 'data/a\tb\n"c".yml';
  const rows = ['1', ...stages].map((stage) => `100644 ${oid(stage)} ${stage}\t${path}`);
  const { conflicts } = parseMergeAnswer(answer(rows, kind ? ['1', path, kind, `${kind}: words\n`] : []));
  expect(conflicts).toEqual([
    {
      path,
      reason,
      now: stages.includes('2') ? oid('2') : null,
      wanted: stages.includes('3') ? oid('3') : null,
    },
  ]);
});

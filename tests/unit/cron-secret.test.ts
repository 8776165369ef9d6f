import { expect, test } from 'vitest';
import { checkCronSecret } from '@/lib/backup/use-cases/check-cron-secret';
import { openModule } from '../support/backup-module';

const NOWHERE = 'postgres://nobody@127.0.0.1:1/none';
const SECRET = 'a secret of more than thirty-two characters';

async function answer(secret: string | undefined, authorization: string | null): Promise<string> {
  const module = await openModule(NOWHERE, { environment: secret === undefined ? {} : { CRON_SECRET: secret } });
  try {
    const checked = checkCronSecret(module.context, authorization);
    return checked.ok ? 'known' : checked.error.code;
  } finally {
    await module.close();
  }
}

test.each([
  ['no secret is set', undefined, 'Bearer undefined'],
  ['the secret is empty', '', 'Bearer '],
  ['the secret is short', 'x'.repeat(31), `Bearer ${'x'.repeat(31)}`],
])('where %s, nobody is known, and the route says that it is not set up', async (_, secret, authorization) => {
  expect(await answer(secret, authorization)).toBe('UNSUPPORTED');
});

test.each([
  ['nothing', null],
  ['an empty bearer', 'Bearer '],
  ['a prefix of it', `Bearer ${SECRET.slice(0, -1)}`],
  ['more than it', `Bearer ${SECRET}x`],
  ['the secret alone', SECRET],
  ['another scheme', `Basic ${SECRET}`],
])('a caller with %s is not known', async (_, authorization) => {
  expect(await answer(SECRET, authorization)).toBe('UNAUTHENTICATED');
});

test('a caller with the secret is known', async () => {
  expect(await answer(SECRET, `Bearer ${SECRET}`)).toBe('known');
});

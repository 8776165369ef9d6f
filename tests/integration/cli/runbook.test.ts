import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openCli, type TestCli } from './run-cli';

/** Nobody listens there: the runbook is written on the worst day too. */
const GONE = 'postgres://admin:hidden%20word@127.0.0.1:1/site';

let cli: TestCli;
beforeAll(async () => {
  cli = await openCli(GONE, { BACKUP_RUNBOOK_CONTACTS: 'Noor +49 30 1234; Sam' });
});
afterAll(() => cli?.close());

test('is printed with no database, no backup and no content', async () => {
  const { code, stdout } = await cli.run(['runbook', '--for', 'server']);
  expect(code).toBe(0);
  expect(stdout).toContain('Runbook of Test Directory');
  expect(stdout).toContain('There is no good backup.');
  expect(stdout).toContain('  Noor +49 30 1234\n  Sam');
  for (let step = 0; step <= 10; step += 1) expect(stdout).toContain(`\n${step}. `);
  expect(stdout).not.toContain('hidden');
});

test('is written as one file, in the language that is asked for, and replaces an older one', async () => {
  const file = path.join(cli.directory, 'runbook.html');
  for (const [locale, direction] of [
    ['ar', 'rtl'],
    ['fr', 'ltr'],
  ] as const) {
    const { code, stdout } = await cli.run(['runbook', '--out', file, '--locale', locale, '--for', 'vercel']);
    expect([code, stdout]).toEqual([0, expect.stringContaining(file)]);
    const html = await readFile(file, 'utf8');
    expect(html).toContain(`<html lang="${locale}" dir="${direction}">`);
    expect(html).toContain('vercel deploy --prod');
    expect(html).not.toContain('hidden');
  }
});

test('says what it cannot do', async () => {
  expect((await cli.run(['runbook', '--for', 'mainframe'])).code).toBe(2);
  expect((await cli.run(['runbook', '--locale', 'de'])).code).toBe(2);
  const nowhere = await cli.run(['runbook', '--json', '--out', path.join(cli.directory, 'missing', 'runbook.html')]);
  expect(nowhere.error()).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('ENOENT') });
});

test('its data has the commands, and bash can read them', async () => {
  const answer = await cli.run(['runbook', '--json', '--for', 'docker']);
  const { steps } = answer.data<{ steps: { commands: string[] }[] }>();
  execFileSync('bash', ['-n'], { input: steps.flatMap(({ commands }) => commands).join('\n') });
});

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The CLI and instrumentation import the host; neither has a request, and the CLI has no web server either. */
test('the host can be imported by a plain script', async () => {
  const script = `
    const { host } = await import('./lib/backup/host.ts');
    console.log(JSON.stringify({
      site: host.siteName(), version: host.appVersion(), content: host.contentPath(), busy: await host.contentBusy(),
      journal: (await host.migrationJournal()).length,
    }));`;
  const { stdout, stderr } = await run('npx', ['tsx', '--eval', `(async () => {${script}})()`], {
    cwd: root,
    env: { ...process.env, SITE_NAME: 'A Site', CONTENT_PATH: '/srv/content', DATABASE_URL: '' },
  });
  expect(stderr).not.toContain('Error');
  const answer = JSON.parse(stdout);
  expect(answer).toMatchObject({ site: 'A Site', content: '/srv/content', busy: false });
  expect(answer.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(answer.journal).toBeGreaterThan(0);
});

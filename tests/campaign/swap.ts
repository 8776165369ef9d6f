import { execFile } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { fillDatabase } from '../bench/big-database';
import { startApp } from '../support/app';
import { contentOf } from '../support/database-content';
import { startPoller } from './poller';

const run = promisify(execFile);
const MEGABYTES = Number(process.env.CAMPAIGN_MEGABYTES ?? 500);
const POOL = 20;

async function command(words: string[], environment: Record<string, string>) {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'scripts/backup.ts', ...words, '--json'], {
    env: { ...process.env, ...environment },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout).data;
}

/** A signed-in admin asks every 10 ms while the database under the site is replaced, and then put back. */
export async function runCampaign(): Promise<string> {
  const app = await startApp();
  try {
    const size = await fillDatabase(app.databaseUrl, MEGABYTES);
    const backup = await command(['create'], app.environment);
    const before = await contentOf({ url: app.databaseUrl });
    const poller = await startPoller(app);
    const site = app.environment.SITE_NAME ?? '';
    const restore = await command(['restore', backup.id, '--live', '--confirm', site], app.environment);
    await delay(500);
    const undoBegan = performance.now();
    const undo = await command(['undo', '--confirm', site], app.environment);
    const undoMs = Math.round(performance.now() - undoBegan);
    await delay(500);
    const { answers, wrong, errors, longestMs, signedOut } = await poller.stop();
    const exact = (await contentOf({ url: app.databaseUrl })) === before;
    const line = `swap: ${Math.round(size / 1e6)} MB, ${answers} right answers, ${wrong.length} wrong, signed out ${signedOut} times, ${errors.length} errors (pool of ${POOL}), longest wait ${longestMs} ms; swap ${restore.swapMs} ms, undo ${undo.swapMs} ms (${undoMs} ms with the start of the terminal), ${exact ? 'exact' : 'NOT exact'}`;
    if (wrong.length > 0 || signedOut > 1 || errors.length > POOL || longestMs > 500 || undo.swapMs > 2_000 || !exact) {
      throw new Error(`${line}\n${[...wrong, ...errors].slice(0, 10).join('\n')}`);
    }
    return line;
  } finally {
    await app.stop();
  }
}

import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { listRuns } from '@/lib/backup/use-cases/list-runs';
import { runMigrations } from '@/lib/db/migrate';
import { serverAccount } from '../../scripts/embedded-postgres-account';
import { openDatabase } from '../support/postgres';
import { planned } from '../support/restoring';
import { startTestPostgres } from '../support/test-cluster';
import { refusedRestore } from './restore-disturbed';
import { openRestoreSite } from './restore-site';

const run = promisify(execFile);

/** 40 MB as text, more as a table. */
const bulky = (place: string) => `create table bulky ${place} as
  select g, (select string_agg(md5((g * part)::text), '') from generate_series(1, 31) part) as text from generate_series(1, 40000) g`;

const CASES = [
  { what: 'of one table', create: 'create database site', place: 'tablespace small' },
  { what: 'of everything, the notes of the run as well', create: 'create database site tablespace small', place: '' },
];

test.for(CASES)('the disk $what fills up before the backup is loaded', async ({ create, place }, { skip }) => {
  const server = await startTestPostgres(18);
  const undo: (() => Promise<unknown>)[] = [() => server.stop()];
  try {
    const disk = await mkdtemp(path.join(server.home, 'small-disk-'));
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=100m', 'tmpfs', disk]).then(
      () => true,
      () => false,
    );
    skip(!mounted, 'a small disk cannot be mounted without the rights of an administrator');
    undo.push(() => run('umount', [disk]));
    const folder = path.join(disk, 'tablespace');
    await mkdir(folder);
    const account = serverAccount();
    if (account) await chown(folder, account.uid, account.gid);
    const home = openDatabase(server, 'postgres');
    await home.query(`create tablespace small location '${folder}'`);
    await home.query(create);
    const live = openDatabase(server, 'site');
    await runMigrations(live.url);
    const site = await openRestoreSite({ database: live, prepare: bulky(place) });
    undo.push(() => site.close());
    expect((await planned(site.module, site.backupId, { kind: 'live' })).refusals).toEqual([]);
    // Somebody else fills the disk behind the plan's back.
    await run('dd', ['if=/dev/zero', `of=${path.join(disk, 'filler')}`, 'bs=1M'], {
      env: { PATH: process.env.PATH, LC_ALL: 'C', NODE_ENV: 'test' },
    }).catch(() => undefined);
    const error = await refusedRestore(site, { kind: 'live' });
    expect(error).toMatchObject({
      code: 'DATABASE_DOWN',
      message: expect.stringContaining('disk space'),
      hint: expect.stringContaining('Free some'),
    });
    await rm(path.join(disk, 'filler'));
    await listRuns(site.module.context);
    await site.expectUntouched();
  } finally {
    for (const step of undo.reverse()) await step();
  }
});

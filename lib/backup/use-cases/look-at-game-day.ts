import type { BackupContext } from '../context';
import { readNewestRows } from '../database/look-into';
import { closeClient, openClient } from '../database/open-client';
import { withPostgresFailures } from '../database/postgres-failure';
import { failure } from '../kernel/app-error';
import { attempt, type Result } from '../kernel/result';
import { keepGameDayState, type OpenGameDay } from '../runs/game-day-records';
import type { GameDayLookView } from '../views';
import { cloneAside } from './clone-aside';
import { goneOn, openGameDayOf, runOfGameDay } from './game-day-state';
import { MODULE_SCHEMA } from './prepare-backup';
import { reachDatabase } from './reach-database';
import { accountsNow } from './read-accounts';
import { sourceConnection } from './resolve-connection';

/**
 * Looks at what a rehearsal restored: who could sign in, which rows are the newest, whether the content can be cloned and
 * stands at the commit of the backup. May be asked again until the day is recorded.
 * Errors: NOT_FOUND, CONFLICT (nothing was restored), DATABASE_DOWN, STORAGE_DOWN.
 */
export function lookAtGameDay(context: BackupContext, { id }: { id: string }): Promise<Result<GameDayLookView>> {
  return attempt(async () => {
    const db = await reachDatabase(context);
    const day = await openGameDayOf(db, id);
    const run = await runOfGameDay(context, day);
    if (run?.status !== 'done') {
      throw failure('CONFLICT', 'There is no restored database to look at.', { hint: 'Restore the backup first.' });
    }
    const look = await lookAt(context, day.state);
    if (!(await keepGameDayState(db, day, { ...day.state, look }))) throw goneOn();
    return look;
  });
}

async function lookAt(context: BackupContext, { backup, databases }: OpenGameDay['state']): Promise<GameDayLookView> {
  const began = context.clock.now().getTime();
  const database = databases.at(-1) ?? '';
  const client = await openClient({ ...sourceConnection(context), database }, { applicationName: 'backup game day' });
  try {
    const { accounts, newest } = await withPostgresFailures(async () => ({
      accounts: await accountsNow(context, client),
      newest: await readNewestRows(client, [MODULE_SCHEMA, 'drizzle']),
    }));
    const { manifest } = await context.catalog.get(backup.id);
    const content = await cloneAside(context, manifest);
    return {
      ms: context.clock.now().getTime() - began,
      accounts: accounts?.people.size ?? null,
      admins: accounts?.admins.size ?? null,
      newest,
      content,
    };
  } finally {
    await closeClient(client);
  }
}

/**
 * A restore whose process is gone at one point: of both inside its transaction, before the content, or once it is there;
 * of one table once its transaction took place.
 */
import { unwrap } from '@/lib/backup/kernel/result';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import { startRestore } from '@/lib/backup/use-cases/start-restore';
import { settleRestoredData } from '@/lib/db/settle-restored-data';
import { byTest, openModule } from '../support/backup-module';
import { SITE_NAME } from '../support/restoring';

const [url = '', directory = '', contentPath = '', backupId = '', point = ''] = process.argv.slice(2);
const die = () => process.kill(process.pid, 'SIGKILL');
const { context } = await openModule(url, {
  directory,
  environment: { BACKUP_ENGINE: 'wasm' },
  host: {
    contentPath: () => contentPath,
    contentBusy: async () => point === 'before' && die(),
    afterContentRestore: async () => void die(),
    settleRestoredData: async (run) => {
      if (point === 'inside') die();
      return settleRestoredData(run);
    },
  },
});
if (point === 'tables') context.restorations.write = async () => void die();
const plan = unwrap(
  await planRestore(
    context,
    point === 'tables'
      ? { backupId, target: { kind: 'tables', tables: ['favorites'], into: 'live' } }
      : { backupId, target: { kind: 'live' }, content: true },
  ),
);
const request = { token: plan.token ?? '', siteName: SITE_NAME, skipSafetyCopy: true, actor: byTest.actor };
await unwrap(await startRestore(context, request, { trigger: 'cli' })).finished;

import type { BackupContext } from '../context';
import { findNativeTools } from '../database/dump/native-binaries';
import { selectEngine } from '../database/dump/select-engine';
import { openClient } from '../database/open-client';
import { serverFacts } from '../database/server-facts';
import { attempt, type Result } from '../kernel/result';
import type { EnginesView } from '../views';
import { nativeSearch } from './prepare-backup';
import { sourceConnection } from './resolve-connection';

/** Every pg_dump that was found, where, and which one `auto` takes for this server. Errors: DATABASE_DOWN and other connection errors. */
export async function getEngines(context: BackupContext): Promise<Result<EnginesView>> {
  return attempt(async () => {
    const client = await openClient(sourceConnection(context), { applicationName: 'backup engines' });
    try {
      const { engine, candidates } = await selectEngine({
        preference: context.settings.BACKUP_ENGINE,
        serverMajor: (await serverFacts(client)).serverMajor,
        tools: await findNativeTools(nativeSearch(context)),
        wasmDirectory: context.settings.PGDUMP_WASM_DIR,
      });
      const chosen = engine.ok ? { name: engine.value.name, version: engine.value.version } : null;
      return { chosen, candidates };
    } finally {
      await client.end();
    }
  });
}

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { unwrap } from '@/lib/backup/kernel/result';
import type { AuditAct } from '@/lib/backup/policy/audit-chain';
import { recordAudit } from '@/lib/backup/use-cases/record-audit';
import { verifyAudit } from '@/lib/backup/use-cases/verify-audit';
import type { AuditVerdictView } from '@/lib/backup/views';
import { openModule, type TestModule } from '@/tests/support/backup-module';
import { createDatabase, type TestDatabase } from '@/tests/support/postgres';

export interface AuditSite {
  database: TestDatabase;
  module: TestModule;
  /** Does what a superuser may: with the trigger that guards the rows switched off. */
  tamper(statement: string): Promise<void>;
  act(times?: number, act?: AuditAct): Promise<void>;
  verify(): Promise<AuditVerdictView>;
  mirrored(): Promise<string[]>;
  mirrorPath(name: string): string;
  close(): Promise<void>;
}

export async function auditSite(options: { environment?: Record<string, string> } = {}): Promise<AuditSite> {
  const database = await createDatabase();
  const module = await openModule(database.url, options);
  const folder = path.join(module.directory, 'test-directory', 'audit');
  return {
    database,
    module,
    async tamper(statement) {
      await database.query('alter table backup.audit_events disable trigger user');
      await database.query(statement);
      await database.query('alter table backup.audit_events enable trigger user');
    },
    async act(times = 1, act = 'backup.delete') {
      for (let index = 0; index < times; index += 1) {
        await recordAudit(module.context, {
          act,
          subject: `01ARZ3NDEKTSV4RRFFQ69G5F${String(index).padStart(2, '0')}`,
          actor: { id: 'user-1', name: 'Jane Admin' },
          from: 'cli',
          detail: { size: 12_345, note: 'Ünïcode “quoted” \\ /', good: true, gone: null },
        });
      }
    },
    verify: async () => unwrap(await verifyAudit(module.context)),
    mirrored: async () => (await readdir(folder).catch(() => [])).sort(),
    mirrorPath: (name) => path.join(folder, name),
    async close() {
      await module.close();
      await database.drop();
    },
  };
}

export const readJson = async (file: string): Promise<Record<string, unknown>> =>
  JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;

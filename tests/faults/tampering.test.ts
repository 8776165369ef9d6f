import { randomInt } from 'node:crypto';
import { readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '@/lib/backup/kernel/canonical-json';
import { getBackup } from '@/lib/backup/use-cases/get-backup';
import { listBackups } from '@/lib/backup/use-cases/list-backups';
import { openArtifact } from '@/lib/backup/use-cases/open-artifact';
import { startBackup } from '@/lib/backup/use-cases/start-backup';
import { verifyBackup } from '@/lib/backup/use-cases/verify-backup';
import { byTest, ended, openModule, type TestModule } from '../support/backup-module';
import { siteDatabase, type TestDatabase } from '../support/postgres';
import { expectSound } from './oracle';

const POSITIONS = 40;
const FORMATS = ['custom', 'sql', 'sql.gz'] as const;

let database: TestDatabase;
let module: TestModule;

beforeAll(async () => {
  database = await siteDatabase();
  module = await openModule(database.url, { environment: { BACKUP_ENGINE: 'wasm' } });
});
afterAll(async () => {
  await module?.close();
  await database?.drop();
});

const small = (format: (typeof FORMATS)[number]) =>
  ended(startBackup(module.context, { scope: 'tables', tables: ['users', 'roles'], format }, byTest));

/** How reading the bytes ends, and what the backup shows afterwards. */
async function verdict(backupId: string): Promise<[outcome: string, proof: string]> {
  const started = await verifyBackup(module.context, { backupId, level: 'bytes' }, byTest);
  const finished = started.ok ? await started.value.finished : started;
  const shown = await getBackup(module.context, backupId);
  return [!finished || finished.ok ? 'passed' : finished.error.code, shown.ok ? shown.value.proof : shown.error.code];
}

const pathOf = async (id: string) =>
  path.join(module.directory, (await module.context.catalog.get(id)).manifest.artifact.key);

describe.each(FORMATS)('a stored %s file', (format) => {
  test(`of which one bit is flipped is found, at ${POSITIONS} positions`, async () => {
    const { id, size } = await small(format);
    const file = await pathOf(id);
    const genuine = await readFile(file);
    const positions = [0, size - 1, ...Array.from({ length: POSITIONS - 2 }, () => randomInt(size))];
    for (const position of positions) {
      const bytes = Buffer.from(genuine);
      bytes[position] = (bytes[position] ?? 0) ^ (1 << randomInt(8));
      await writeFile(file, bytes);
      expect(await verdict(id), `byte ${position}`).toEqual(['CORRUPT', 'damaged']);
    }
    await writeFile(file, genuine);
    expect(await verdict(id)).toEqual(['passed', 'read-back']);
  });

  test('that was cut short, grew or is gone is found', async () => {
    const { id, size } = await small(format);
    const file = await pathOf(id);
    await writeFile(file, Buffer.concat([await readFile(file), Buffer.from([0])]));
    expect(await verdict(id)).toEqual(['CORRUPT', 'damaged']);
    for (const length of [size - 1, Math.floor(size / 2), 1, 0]) {
      await truncate(file, length);
      expect(await verdict(id), `${length} bytes`).toEqual(['CORRUPT', 'damaged']);
    }
    await rm(file);
    expect(await verdict(id)).toEqual(['CORRUPT', 'damaged']);
    const opened = await openArtifact(module.context, id);
    expect(opened).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
    await module.context.catalog.remove(id, { actor: 'Test' });
  });
});

test('a manifest of which any one field was edited is not trusted, shown or restored', async () => {
  const { id } = await small('sql.gz');
  const file = (await pathOf(id)).replace(/[^/]+$/, 'manifest.json');
  const genuine = await readFile(file);
  const manifest = JSON.parse(genuine.toString()) as Record<string, unknown>;
  for (const field of Object.keys(manifest)) {
    const { [field]: value, ...others } = manifest;
    await writeFile(file, canonicalJson({ ...others, [field]: edited(value) }));
    const [outcome, proof] = await verdict(id);
    expect([field, outcome]).toEqual([field, 'CORRUPT']);
    expect(['damaged', 'CORRUPT'], field).toContain(proof);
    const opened = await openArtifact(module.context, id);
    expect(opened, field).toMatchObject({ ok: false, error: { code: 'CORRUPT' } });
    const listed = await listBackups(module.context);
    if (!listed.ok) throw new Error(listed.error.message);
    const named = [...listed.value.damaged, ...listed.value.backups.filter((one) => !one.signatureValid)];
    expect(
      named.map((one) => one.id),
      field,
    ).toContain(id);
  }
  await writeFile(file, genuine);
  expect(await verdict(id)).toEqual(['passed', 'read-back']);
  await expectSound(module, database);
});

function edited(value: unknown): unknown {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'string') return `${value.slice(0, -1)}${value.endsWith('0') ? '1' : '0'}`;
  if (Array.isArray(value)) return value.length > 0 ? value.slice(1) : [{ name: 'added' }];
  if (value === null) return 'added';
  const [[name, member] = ['added', 1], ...rest] = Object.entries(value as object);
  return { ...Object.fromEntries(rest), [name]: edited(member) };
}

import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Catalog, createCatalog } from '@/lib/backup/catalog/catalog';
import type { Manifest, UnsignedManifest } from '@/lib/backup/catalog/manifest';
import { createSigner, type Signer } from '@/lib/backup/catalog/signature';
import type { UnsignedVerification } from '@/lib/backup/catalog/verification';
import { sha256Hex } from '@/lib/backup/kernel/digest';
import { newId } from '@/lib/backup/kernel/ids';
import { createLocalStore } from '@/lib/backup/storage/local-store';
import { objectKeys } from '@/lib/backup/storage/object-keys';
import type { ObjectStore } from '@/lib/backup/storage/object-store';
import { bodyOf } from '@/tests/contract/store-under-test';

export const SITE = 'directory';
export const keys = objectKeys(SITE);

export interface CatalogFixture {
  directory: string;
  store: ObjectStore;
  signer: Signer;
  catalog: Catalog;
  /** Stores data and commits its manifest. */
  backUp(at?: Date, change?: Partial<UnsignedManifest>): Promise<Manifest>;
  /** Reads or overwrites a stored file behind the back of the catalogue. */
  bytesOf(key: string): Promise<Buffer>;
  overwrite(key: string, bytes: Uint8Array | string): Promise<void>;
  tearDown(): Promise<void>;
}

export async function catalogFixture(
  wrap: (store: ObjectStore) => ObjectStore = (store) => store,
): Promise<CatalogFixture> {
  const directory = await mkdtemp(join(tmpdir(), 'catalog-'));
  const store = wrap(createLocalStore({ directory }));
  const signer = createSigner(randomBytes(32));
  const catalog = createCatalog({ store, signer, site: SITE });
  return {
    directory,
    store,
    signer,
    catalog,
    async backUp(at = new Date(), change = {}) {
      const data = randomBytes(5000);
      const manifest = sampleManifest(newId(at), data, change);
      await store.put(manifest.artifact.key, bodyOf(data));
      return catalog.commit(manifest);
    },
    bytesOf: (key) => readFile(join(directory, key)),
    overwrite: (key, bytes) => writeFile(join(directory, key), bytes),
    tearDown: () => rm(directory, { recursive: true, force: true }),
  };
}

export function sampleManifest(id: string, data: Uint8Array, change: Partial<UnsignedManifest> = {}): UnsignedManifest {
  const sha256 = sha256Hex(data);
  const size = data.byteLength;
  return {
    version: 1,
    id,
    site: SITE,
    createdAt: '2026-11-22T02:00:00.000Z',
    finishedAt: '2026-11-22T02:00:09.125Z',
    trigger: 'manual',
    actor: { id: 'user-1', name: 'Ada “the admin” Żółć' },
    note: 'before the import <b>',
    runId: newId(new Date()),
    scope: { kind: 'full' },
    engine: { name: 'native', version: '17.6' },
    server: { version: '17.6', major: 17, database: 'site', encoding: 'UTF8', collation: 'C.UTF-8' },
    artifact: {
      key: keys.dataKey(id, 'custom'),
      format: 'custom',
      compression: 'archive',
      encryption: 'none',
      size,
      sha256,
      plainSize: size,
      plainSha256: sha256,
    },
    fingerprint: 'exact',
    tables: [
      { schema: 'public', name: 'users', rows: 203, digest: '00ff00ff00ff00ff', method: 'record' },
      { schema: 'public', name: 'subscriptionHistory', rows: 0, digest: '0000000000000000', method: 'text' },
    ],
    sequences: [{ schema: 'public', name: 'activityLogs_id_seq', before: '41', after: '42' }],
    extensions: [{ name: 'plpgsql', version: '1.0' }],
    migrations: [{ hash: 'a'.repeat(64), createdAt: 1_730_563_200_000 }],
    seed: { status: 'completed', completedAt: '2026-11-01T00:00:00.000Z' },
    content: {
      head: 'b'.repeat(40),
      committedAt: '2026-11-21T10:00:00.000Z',
      branch: 'main',
      remote: null,
      pushed: null,
      dirty: ['data/x/x.yml'],
    },
    files: [{ path: '.works/works.yml', size: 12, sha256: 'c'.repeat(64) }],
    appVersion: '0.1.0',
    readBackAt: '2026-11-22T02:00:09.000Z',
    ...change,
  };
}

export const sampleVerification = (backupId: string, at = new Date()): UnsignedVerification => ({
  version: 1,
  id: newId(at),
  backupId,
  runId: newId(at),
  level: 'restore',
  passed: true,
  at: at.toISOString(),
  durationMs: 1200,
  restoreMs: 700,
  serverVersion: '17.6',
  tables: [{ schema: 'public', name: 'users', expectedRows: 203, actualRows: 203, same: true }],
  reason: null,
});

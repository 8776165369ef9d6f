import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSigner, type Signer } from '@/lib/backup/catalog/signature';
import type { BackupContext } from '@/lib/backup/context';
import { deriveKey, sha256Hex } from '@/lib/backup/kernel/digest';
import { newId } from '@/lib/backup/kernel/ids';
import { unwrap } from '@/lib/backup/kernel/result';
import { type ObjectKeys, objectKeys } from '@/lib/backup/storage/object-keys';
import { checkCatalogs } from '@/lib/backup/use-cases/check-catalog';
import { storeRescueScript } from '@/lib/backup/use-cases/store-rescue-script';
import type { CatalogCheckView } from '@/lib/backup/views';
import { bodyOf } from '@/tests/contract/store-under-test';
import { openModule } from '@/tests/support/backup-module';
import { sampleManifest, sampleVerification } from './catalog-fixture';

const SIGNING_KEY = 'test signing key, long enough for anybody';
const NOBODY = 'postgres://nobody@127.0.0.1:1/nothing';

/** Keys of one of each kind of object in a store, and the same store with a copy, as they are when nobody touched them. */
export interface TamperFixture {
  context: BackupContext;
  signer: Signer;
  keys: ObjectKeys;
  at: Record<
    | 'manifest'
    | 'olderManifest'
    | 'artifact'
    | 'olderArtifact'
    | 'bundle'
    | 'fullBundle'
    | 'verification'
    | 'pin'
    | 'release'
    | 'copy'
    | 'tombstone'
    | 'adoption'
    | 'adopted',
    string
  >;
  fileIn(place: 'primary' | 'copy', key: string): string;
  /** Puts everything back and removes what was added. */
  pristine(): Promise<void>;
  check(): Promise<CatalogCheckView>;
  close(): Promise<void>;
}

const MINUTE = 60_000;

export async function tamperFixture(): Promise<TamperFixture> {
  const root = await mkdtemp(path.join(tmpdir(), 'tamper-'));
  const directory = { primary: path.join(root, 'primary'), copy: path.join(root, 'copy') };
  const module = await openModule(NOBODY, {
    directory: root,
    environment: {
      BACKUP_STORAGE: directory.primary,
      BACKUP_COPIES: `offsite=${directory.copy}`,
      BACKUP_SIGNING_KEY: SIGNING_KEY,
      BACKUP_SITE: 'directory',
    },
  });
  const { context } = module;
  const { catalog, store } = context;
  const keys = objectKeys('directory');
  const signer = createSigner(deriveKey(SIGNING_KEY, 'manifest-signature'));
  const now = Date.now();
  const [older, newer, removed, orphan] = [4, 3, 2, 1].map((ago) => newId(new Date(now - ago * MINUTE))) as [
    string,
    string,
    string,
    string,
  ];

  const piece = async (key: string) => {
    const bytes = randomBytes(700);
    await store.put(key, bodyOf(bytes));
    return { key, size: bytes.byteLength, sha256: sha256Hex(bytes) };
  };
  const full = await piece(keys.bundleKey(older));
  const bundle = { full: true, fullAt: new Date(now).toISOString(), basis: [], tips: [], needs: [] };
  const commit = async (id: string, change: Parameters<typeof sampleManifest>[2]) => {
    const data = randomBytes(5000);
    const manifest = sampleManifest(id, data, change);
    await store.put(manifest.artifact.key, bodyOf(data));
    await catalog.commit(manifest);
  };
  await commit(older, { bundle: { ...full, ...bundle } });
  const next = await piece(keys.bundleKey(newer));
  await commit(newer, { bundle: { ...next, ...bundle, full: false, needs: [full] } });
  await commit(removed, {});
  await catalog.remove(removed, { actor: 'Test' });
  const adopted = keys.dataKey(orphan, 'custom');
  await store.put(adopted, bodyOf(randomBytes(3000)));
  await catalog.adopt(orphan, { actor: 'Test' });
  const { id: proof } = await catalog.addVerification({
    ...sampleVerification(newer),
    passed: false,
    reason: 'users differs',
  });
  await catalog.pin(newer, { actor: 'Test', note: null });
  await catalog.release(newer, { actor: 'Test' });
  const copyId = newId(new Date(now));
  await catalog.addCopy({
    version: 1,
    id: copyId,
    backupId: newer,
    destination: 'offsite',
    at: new Date(now).toISOString(),
    passed: true,
    reason: null,
    size: 1,
    durationMs: 1,
  });
  await storeRescueScript(context);
  await cp(directory.primary, directory.copy, { recursive: true });
  const kept = path.join(root, 'pristine');
  for (const name of ['primary', 'copy'] as const)
    await cp(directory[name], path.join(kept, name), { recursive: true });
  const names = await readdir(path.join(directory.primary, keys.backupPrefix(newer)));
  const named = (start: string) => keys.backupPrefix(newer) + names.find((name) => name.startsWith(start));
  return {
    context,
    signer,
    keys,
    at: {
      manifest: keys.manifestKey(newer),
      olderManifest: keys.manifestKey(older),
      artifact: keys.dataKey(newer, 'custom'),
      olderArtifact: keys.dataKey(older, 'custom'),
      bundle: next.key,
      fullBundle: full.key,
      verification: keys.verificationKey(newer, proof),
      pin: named('pin-'),
      release: named('release-'),
      copy: keys.copyKey(newer, 'offsite', copyId),
      tombstone: keys.tombstoneKey(removed),
      adoption: keys.adoptionKey(orphan),
      adopted,
    },
    fileIn: (name, key) => path.join(directory[name], key),
    async pristine() {
      for (const name of ['primary', 'copy'] as const) {
        await rm(directory[name], { recursive: true, force: true });
        await cp(path.join(kept, name), directory[name], { recursive: true });
      }
    },
    check: async () => unwrap(await checkCatalogs(context, { deep: true })),
    async close() {
      await module.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}

export const change = async (file: string, work: (bytes: Buffer) => Buffer | string): Promise<void> =>
  writeFile(file, work(await readFile(file)));

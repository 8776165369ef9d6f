import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '@/lib/backup/kernel/ids';
import { planRestore } from '@/lib/backup/use-cases/plan-restore';
import { errorOf, refusedRestore } from './restore-disturbed';
import { openRestoreSite, type RestoreSite } from './restore-site';

let site: RestoreSite;
beforeAll(async () => {
  site = await openRestoreSite();
});
afterAll(() => site?.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** A backup that whoever holds the signing key could make: stored bytes that become more than the manifest says. */
async function signed(stored: Buffer, plain: { plainSize: number; plainSha256: string }): Promise<string> {
  const { catalog } = site.module.context;
  const { signature: _, ...manifest } = (await catalog.get(site.backupId)).manifest;
  const id = newId(new Date());
  const key = manifest.artifact.key.replaceAll(manifest.id, id);
  const file = path.join(site.module.directory, key);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, stored);
  const artifact = { ...manifest.artifact, key, size: stored.length, sha256: sha256(stored), ...plain };
  await catalog.commit({ ...manifest, id, artifact });
  return id;
}

test('a file that unpacks to a thousand times its declared size stops at that size', async () => {
  const bomb = gzipSync(Buffer.alloc(300_000_000, '-- nothing\n'));
  expect(bomb.length).toBeLessThan(2_000_000);
  const backupId = await signed(bomb, { plainSize: 1_000_000, plainSha256: sha256(Buffer.from('of something else')) });
  const before = process.memoryUsage().rss;
  const tooLarge = {
    code: 'CORRUPT',
    message: expect.stringContaining('more than the 1.0 MB'),
    hint: expect.anything(),
  };
  const plan = await planRestore(site.module.context, { backupId, target: { kind: 'live' } });
  expect(errorOf(plan)).toMatchObject(tooLarge);
  // A plan of a new database reads nothing of the file: there the load itself stops.
  expect(await refusedRestore({ ...site, backupId }, { kind: 'database' })).toMatchObject(tooLarge);
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  await rm(path.dirname(path.join(site.module.directory, site.artifactKey.replaceAll(site.backupId, backupId))), {
    recursive: true,
  });
  await site.expectUntouched();
});

test('a file that is larger than its manifest says is refused before it is read further', async () => {
  const file = path.join(site.module.directory, site.artifactKey);
  const genuine = await readFile(file);
  await writeFile(file, Buffer.concat([genuine, Buffer.alloc(100_000_000)]));
  const error = await refusedRestore(site, { kind: 'database' }).catch((thrown: unknown) => thrown);
  await writeFile(file, genuine);
  expect(error).toMatchObject({ code: 'CORRUPT', message: expect.stringMatching(/damaged|unpack|larger/) });
});

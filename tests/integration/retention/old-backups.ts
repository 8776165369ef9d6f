import { randomBytes } from 'node:crypto';
import { newId } from '@/lib/backup/kernel/ids';
import { objectKeys } from '@/lib/backup/storage/object-keys';
import { bodyOf } from '@/tests/contract/store-under-test';
import type { TestModule } from '@/tests/support/backup-module';
import { sampleManifest, sampleVerification } from '../catalog/catalog-fixture';

const DAY_MS = 86_400_000;

/** Puts a whole recovery point into the storage as if it had been made so many days ago; gives its id. */
export async function backupOfDaysAgo(
  { context }: TestModule,
  days: number,
  { restored = false, now = Date.now() }: { restored?: boolean; now?: number } = {},
): Promise<string> {
  const at = new Date(now - days * DAY_MS);
  const id = newId(at);
  const data = randomBytes(600);
  const { artifact, ...manifest } = sampleManifest(id, data);
  const key = objectKeys(context.site.slug).dataKey(id, artifact.format);
  await context.store.put(key, bodyOf(data));
  await context.catalog.commit({
    ...manifest,
    site: context.site.slug,
    createdAt: at.toISOString(),
    finishedAt: at.toISOString(),
    artifact: { ...artifact, key },
  });
  if (restored) await context.catalog.addVerification(sampleVerification(id));
  return id;
}

import type { BackupContext } from '../context';
import { objectKeys } from '../storage/object-keys';

const GIGABYTE = 1e9;

/**
 * Bytes that the main store still takes: what it says itself, and no more than its limit leaves. A bucket tells no free
 * space, so it is known there only with BACKUP_STORAGE_LIMIT_GB. Null where nobody can know. Throws STORAGE_DOWN.
 */
export async function freeSpace({ store, settings, site }: BackupContext): Promise<number | null> {
  const told = await store.freeBytes();
  if (settings.BACKUP_STORAGE_LIMIT_GB === undefined) return told;
  let used = 0;
  for await (const { size } of store.list(objectKeys(site.slug).sitePrefix)) used += size;
  const left = Math.max(0, settings.BACKUP_STORAGE_LIMIT_GB * GIGABYTE - used);
  return told === null ? left : Math.min(told, left);
}

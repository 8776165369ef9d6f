import type { BackupContext } from '../context';
import { AppFailure } from '../kernel/app-error';
import { attempt } from '../kernel/result';
import { objectKeys } from '../storage/object-keys';
import type { ObjectStore } from '../storage/object-store';
import { readRescueScript } from '../storage/rescue-script';
import { readSmallObject, writeSmallObject } from '../storage/small-objects';

const LARGEST_SCRIPT = 1_000_000;

/**
 * Keeps the rescue script beside the backups, in every place, so that whoever finds nothing but the store can open it.
 * A failure takes nothing from a backup: it is logged.
 */
export async function storeRescueScript({ store, copies, site, host }: BackupContext): Promise<void> {
  const script = await readRescueScript();
  if (!script) return;
  const key = objectKeys(site.slug).rescueKey;
  for (const place of [{ name: 'primary', store }, ...copies]) {
    const stored = await attempt(async () => {
      if (!(await isThere(place.store, key, script))) await writeSmallObject(place.store, key, script);
    });
    if (!stored.ok) {
      const facts = { store: place.name, reason: stored.error.message };
      host.log.warn('The rescue script could not be stored beside the backups.', facts);
    }
  }
}

async function isThere(store: ObjectStore, key: string, script: Buffer): Promise<boolean> {
  try {
    return script.equals(await readSmallObject(store, key, LARGEST_SCRIPT));
  } catch (error) {
    if (error instanceof AppFailure && ['NOT_FOUND', 'CORRUPT'].includes(error.error.code)) return false;
    throw error;
  }
}

import type { BackupContext, Destination } from '../context';
import { attempt } from '../kernel/result';
import { MANIFEST_NAME, objectKeys } from '../storage/object-keys';
import { isRecord, sendRecord } from './transfer-backup';

/**
 * Brings verifications, pins and releases that came after a copy to it, and what became of restores: a catalogue that is
 * rebuilt from a copy says the same as this one. A failure goes to the log; the next call tries again. Gives how many
 * records were sent.
 */
export async function copyLaterRecords(context: BackupContext, { name, store }: Destination): Promise<number> {
  const keys = objectKeys(context.site.slug);
  let sent = 0;
  const copied = await attempt(async () => {
    const there = new Set<string>();
    for await (const { key } of store.list(keys.sitePrefix)) there.add(key);
    for await (const { key } of context.store.list(keys.sitePrefix)) {
      const manifest = `${key.slice(0, key.lastIndexOf('/') + 1)}${MANIFEST_NAME}`;
      const belongsThere = keys.isSiteRecord(key) || (isRecord(key) && there.has(manifest));
      if (!belongsThere || there.has(key)) continue;
      await sendRecord(context.store, store, key);
      sent += 1;
    }
  });
  if (!copied.ok) {
    const { message } = copied.error;
    context.host.log.warn('Later records could not be brought to a copy.', { copy: name, reason: message });
  }
  return sent;
}

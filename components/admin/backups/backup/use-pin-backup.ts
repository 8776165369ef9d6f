'use client';

import type { BackupActions } from '../contract';
import { useFormat } from '../format/use-format';
import { callAction } from '../run/call-action';
import { useRouter } from '../ui/router';
import { showToast } from '../ui/toast';

/** Pins a backup or releases it, and says what that means. */
export function usePinBackup(actions: Pick<BackupActions, 'pinBackup'>) {
  const format = useFormat();
  const { words } = format;
  const router = useRouter();
  return async ({ id, createdAt }: { id: string; createdAt: string }, pinned: boolean): Promise<void> => {
    const result = await callAction(words, () => actions.pinBackup({ backupId: id, pinned }));
    if (!result.ok) {
      showToast({ tone: 'bad', text: `${words('pin.failed')}. ${result.error.message}` });
      return;
    }
    router.refresh();
    showToast({ text: words(pinned ? 'pin.done' : 'pin.released', { when: format.full(createdAt) }) });
  };
}

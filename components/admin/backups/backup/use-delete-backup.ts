'use client';

import { useState } from 'react';
import type { BackupActions } from '../contract';
import { useFormat } from '../format/use-format';
import { callAction } from '../run/call-action';
import { useRouter } from '../ui/router';
import { showToast } from '../ui/toast';

interface Removable {
  id: string;
  createdAt: string;
}

interface DeleteBackup {
  /** Ids that are gone or on their way: not shown. */
  removed: ReadonlySet<string>;
  remove: (backup: Removable) => Promise<boolean>;
}

/** Deletes at once and offers Undo for ten seconds; what could not be deleted comes back with the reason. */
export function useDeleteBackup(actions: Pick<BackupActions, 'deleteBackup' | 'undeleteBackup'>): DeleteBackup {
  const format = useFormat();
  const { words } = format;
  const router = useRouter();
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const show = (id: string) => setRemoved((all) => new Set([...all].filter((each) => each !== id)));

  const undo = async ({ id, createdAt }: Removable) => {
    const result = await callAction(words, () => actions.undeleteBackup({ backupId: id }));
    if (!result.ok) {
      showToast({ tone: 'bad', text: `${words('problem.undoTitle')}. ${result.error.message}` });
      return;
    }
    show(id);
    router.refresh();
    showToast({ text: words('remove.undone', { when: format.full(createdAt) }) });
  };

  const remove = async (backup: Removable) => {
    setRemoved((all) => new Set([...all, backup.id]));
    const result = await callAction(words, () => actions.deleteBackup({ backupId: backup.id }));
    if (!result.ok) {
      show(backup.id);
      showToast({ tone: 'bad', text: `${words('problem.deleteTitle')}. ${result.error.message}` });
      return false;
    }
    router.refresh();
    showToast({
      text: words('remove.done', { when: format.full(backup.createdAt) }),
      undo: { label: words('remove.undo'), run: () => undo(backup) },
    });
    return true;
  };

  return { removed, remove };
}

'use client';

import { useState } from 'react';
import type { StorageActions } from '../contract';
import { useWords } from '../format/words';
import { callAction } from '../run/call-action';
import { useRouter } from '../ui/router';
import { showToast } from '../ui/toast';

/** Tests a destination, or copies a recovery point to it. `testing` is the destination under test. */
export function useStorageActs(actions: StorageActions) {
  const words = useWords();
  const router = useRouter();
  const [testing, setTesting] = useState<string | null>(null);

  const test = async (name: string, shown: string) => {
    setTesting(name);
    const result = await callAction(words, () => actions.testStorage({ name }));
    setTesting(null);
    const error = result.ok ? result.data.error : result.error;
    if (error) showToast({ tone: 'bad', text: `${words('storage.testNot', { name: shown })} ${error.message}` });
    else showToast({ text: words('storage.testDone', { name: shown }) });
    router.refresh();
  };
  const copy = async (backupId: string, to: string) => {
    const result = await callAction(words, () => actions.copyBackup({ backupId, to }));
    if (result.ok) showToast({ text: words('storage.copyStarted', { name: to }) });
    else showToast({ tone: 'bad', text: `${words('storage.copyNot')} ${result.error.message}` });
    router.refresh();
  };
  return { test, copy, testing };
}

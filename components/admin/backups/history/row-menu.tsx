'use client';

import { ArrowUpRight, Database, Download, History, Pin, PinOff, RotateCcw, ScrollText, Trash2 } from 'lucide-react';
import type { BackupView, RunView, VerifyLevel } from '../contract';
import type { Words } from '../format/words';
import { isRestoring } from '../run/kind-words';
import type { MenuEntry } from '../ui/menu';

export interface BackupActs {
  download: () => void;
  verify: (level: VerifyLevel) => void;
  remove: () => void;
  /** Pins it, or releases the pin. */
  pin: (pinned: boolean) => void;
}

interface BackupEntriesOptions {
  words: Words;
  keepReason: BackupView['keepReason'];
  pinned: boolean;
  /** True while any run is under way: only one may run. */
  busy: boolean;
  acts: BackupActs;
}

const WHY_KEPT = { 'last-good': 'menu.whyLastGood', 'in-use': 'menu.whyInUse', pinned: 'menu.whyPinned' } as const;

export function checkEntries({
  words,
  busy,
  acts,
}: Pick<BackupEntriesOptions, 'words' | 'busy' | 'acts'>): MenuEntry[] {
  const why = busy ? words('menu.whyRunning') : null;
  return [
    { key: 'bytes', icon: RotateCcw, label: words('menu.readBack'), onSelect: () => acts.verify('bytes'), why },
    { key: 'restore', icon: Database, label: words('menu.prove'), onSelect: () => acts.verify('restore'), why },
  ];
}

export function pinEntry({ words, pinned, acts }: Pick<BackupEntriesOptions, 'words' | 'pinned' | 'acts'>): MenuEntry {
  const [icon, label] = pinned ? [PinOff, words('menu.unpin')] : [Pin, words('menu.pin')];
  return { key: 'pin', icon, label, onSelect: () => acts.pin(!pinned) };
}

export function deleteEntry({
  words,
  keepReason,
  acts,
}: Pick<BackupEntriesOptions, 'words' | 'keepReason' | 'acts'>): MenuEntry {
  const why = keepReason ? words(WHY_KEPT[keepReason]) : null;
  return { key: 'delete', icon: Trash2, label: words('menu.delete'), onSelect: acts.remove, why };
}

interface RowEntriesOptions extends BackupEntriesOptions {
  kind: RunView['kind'];
  backupId: string | null;
  runId: string | null;
}

/** What can be done with a row of the history; what cannot be done now says why. */
export function rowEntries({ kind, backupId, runId, ...rest }: RowEntriesOptions): MenuEntry[] {
  const { words, acts } = rest;
  const run: MenuEntry[] = runId
    ? [{ key: 'run', icon: ScrollText, label: words('menu.openRun'), href: `/admin/backups/runs/${runId}` }]
    : [];
  if (!backupId) return run;
  if (isRestoring(kind)) {
    return [
      ...run,
      { key: 'open', icon: ArrowUpRight, label: words('run.openBackup'), href: `/admin/backups/${backupId}` },
    ];
  }
  return [
    { key: 'open', icon: ArrowUpRight, label: words('menu.open'), href: `/admin/backups/${backupId}` },
    ...run,
    { key: 'download', icon: Download, label: words('menu.download'), onSelect: acts.download },
    { key: 'put-back', icon: History, label: words('menu.restore'), href: `/admin/backups/${backupId}/restore` },
    ...checkEntries(rest).map((entry, index) => ({ ...entry, lineBefore: index === 0 })),
    { ...pinEntry(rest), lineBefore: true },
    deleteEntry(rest),
  ];
}

import type { FindingView, ReadinessItem } from '@/lib/backup';

interface Place {
  href: string;
  /** Of the messages under `readiness.link`. */
  link: string;
}

const ROOT = '/admin/backups';
const HISTORY = { href: `${ROOT}/history`, link: 'history' };
const SETTINGS = { href: `${ROOT}/settings`, link: 'schedule' };
const BELOW = { href: '#bk-variables', link: 'list' };

const BY_ITEM: Record<ReadinessItem, Place> = {
  backup: { href: ROOT, link: 'backup' },
  copies: { href: `${ROOT}/storage`, link: 'copies' },
  content: { href: `${ROOT}/content`, link: 'content' },
  restore: HISTORY,
  monitoring: SETTINGS,
  secrets: BELOW,
  'sign-in': BELOW,
};

/** Codes whose next step is not where the rest of their item leads. */
const BY_CODE: Readonly<Record<string, Place>> = {
  'storage-down': BY_ITEM.copies,
  'no-backup': BY_ITEM.backup,
  'backup-gone': BY_ITEM.backup,
  'backup-old': BY_ITEM.backup,
  'schedule-off': SETTINGS,
  'schedule-never': SETTINGS,
  'schedule-silent': SETTINGS,
  'schedule-unknown': { href: `${ROOT}/database`, link: 'database' },
  'watchers-unknown': { href: `${ROOT}/database`, link: 'database' },
  'sign-off-unknown': { href: `${ROOT}/database`, link: 'database' },
  'backup-failing': HISTORY,
  unsaved: { href: `${ROOT}/content/unsaved`, link: 'unsaved' },
};

/** The page on which the next step is taken. */
export const whereToGo = (item: ReadinessItem, { code }: FindingView): Place => BY_CODE[code] ?? BY_ITEM[item];

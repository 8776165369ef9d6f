import type { AuditEventView } from '../contract';
import type { Format } from '../format/use-format';

/** "Backup: start"; an act of another version stands as it is. */
export function actWords(act: string, { words }: Pick<Format, 'words'>): string {
  const [group, step] = act.split('.');
  const keys = [`watch.audit.group.${group}`, `watch.audit.step.${step}`] as const;
  if (!keys.every((key) => words.has(key))) return act;
  return words('watch.audit.act', { group: words(keys[0]), step: words(keys[1]) });
}

export const AUDIT_GROUPS = [
  'backup',
  'verify',
  'restore',
  'undo',
  'reset',
  'content',
  'prune',
  'download',
  'sign-in',
  'policy',
  'readiness',
  'game-day',
  'keys',
  'storage',
  'catalog',
  'database',
  'dump',
  'migrate',
  'seed',
  'run',
  'notify',
  'audit',
] as const;

export interface Particular {
  name: string;
  value: string;
}

const SHOWN = ['status', 'size', 'bytes', 'durationMs', 'destination', 'keptAs', 'note', 'reason'] as const;

/** What an admin looks for of an event, each with its name; the rest stands in the export. */
export function particularsOf({ detail }: AuditEventView, format: Format): Particular[] {
  return SHOWN.flatMap((key) => {
    const value = detail[key];
    if (value === undefined || value === null || value === '') return [];
    return [{ name: format.words(`watch.audit.detail.${key}`), value: valueWords(key, value, format) }];
  });
}

function valueWords(key: (typeof SHOWN)[number], value: string | number | boolean, format: Format): string {
  if (typeof value === 'number' && (key === 'size' || key === 'bytes')) return format.bytes(value);
  if (typeof value === 'number' && key === 'durationMs') return format.duration(value);
  const status = `watch.audit.status.${value}`;
  return key === 'status' && format.words.has(status) ? format.words(status) : String(value);
}

const ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Where the subject of an event leads; null where it is no backup and no run. */
export function subjectHref({ act, subject, detail }: AuditEventView): string | null {
  if (typeof detail.run === 'string' && ID.test(detail.run)) return `/admin/backups/runs/${detail.run}`;
  if (!subject || !ID.test(subject)) return null;
  if (act === 'content.end' || act === 'run.cancel') return `/admin/backups/runs/${subject}`;
  return `/admin/backups/${subject}`;
}

import { canonicalJson } from '../kernel/canonical-json';
import type { AuditEvent } from './audit-chain';

export const AUDIT_COLUMNS = [
  'seq',
  'at',
  'act',
  'subject',
  'actor',
  'actor_id',
  'channel',
  'address',
  'detail',
  'previous',
  'hash',
] as const;

/** A spreadsheet takes a cell that begins like this for a formula. */
const FORMULA = /^[\s]*[=+\-@\t\r\uFF0B\uFF0D\uFF1D\uFF20]/;

/** One cell of CSV: quoted, on one line, never a formula. */
export function csvCell(value: string | number | null): string {
  const text = String(value ?? '').replace(/[\r\n\u2028\u2029]+/g, ' ');
  return `"${(typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

export const csvLine = (cells: readonly (string | number | null)[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** An event as a line of CSV, in the order of AUDIT_COLUMNS. */
export const auditCsvLine = ({ seq, at, act, subject, actor, origin, detail, previous, hash }: AuditEvent): string =>
  csvLine([
    ...[seq, at, act, subject, actor.name, actor.id, origin.channel, origin.address],
    ...[canonicalJson(detail), previous, hash],
  ]);

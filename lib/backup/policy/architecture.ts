import type { ArchitecturePlace, ArchitectureRowView, ArchitectureView, DataKind, FindingView } from '../views';
import { listed, told } from './readiness-finding';

/** What is known of the repository and of the backup, for every line. */
export interface LineFacts {
  backup: ArchitectureView['backup'];
  /** True where the storage does not answer: then nothing is said to be missing from backups. */
  storageDown: boolean;
  copies: readonly string[];
  content: { remote: string | null; pushed: boolean | null; dirty: readonly string[] } | null;
}

const NOTHING: FindingView[] = [];

/** What is missing of any backup, whatever it holds. */
function ofBackup({ backup, storageDown, copies }: LineFacts): FindingView[] {
  if (storageDown) return [told('storage-down')];
  if (backup === null) return [told('no-backup')];
  if (!backup.whole) return [told('backup-gone')];
  const away = copies.filter((name) => !backup.copiedTo.includes(name));
  return [
    ...(backup.proof === 'restored' ? NOTHING : [told('never-restored')]),
    ...(copies.length === 0 ? [told('no-copies')] : NOTHING),
    ...(away.length > 0 ? [told('copy-missing', { names: listed(away) })] : NOTHING),
  ];
}

function ofTables(
  kind: DataKind,
  place: Extract<ArchitecturePlace, { type: 'tables' }>,
  facts: LineFacts,
): FindingView[] {
  if (kind === 'module') return NOTHING;
  const absent = place.tables.filter(({ rowsInBackup }) => rowsInBackup === null).map(({ name }) => name);
  const names = listed(place.tables.map(({ name }) => name));
  return [
    ...(facts.backup && absent.length > 0 ? [told('not-in-backup', { names: listed(absent) })] : NOTHING),
    ...ofBackup(facts),
    ...(kind === 'other' && place.tables.length > 0 ? [told('no-group', { n: place.tables.length, names })] : NOTHING),
  ];
}

function ofContent(dirty: readonly string[], facts: LineFacts): FindingView[] {
  const { content, backup } = facts;
  return [
    ...(dirty.length > 0 ? [told('unsaved', { n: dirty.length, names: listed(dirty) })] : NOTHING),
    ...(content && content.remote === null ? [told('no-remote')] : NOTHING),
    ...(content?.remote && !content.pushed ? [told('not-pushed')] : NOTHING),
    ...(backup && !backup.bundle ? [told('no-bundle')] : NOTHING),
    ...(backup?.bundle && !backup.contentHere ? [told('moved-on')] : NOTHING),
    ...ofBackup(facts),
  ];
}

export interface Line {
  kind: DataKind;
  place: ArchitecturePlace;
  /** Of these files, those with edits that are in no commit. */
  dirty?: readonly string[];
  /** Of these files, those that the history of Git does not have at all. */
  outside?: readonly string[];
}

/** One line of the table: where it is, how it is kept, and what is missing. */
export function judgeLine({ kind, place, dirty = [], outside = [] }: Line, facts: LineFacts): ArchitectureRowView {
  if (place.type === 'unavailable') return { kind, place, kept: [], missing: [told('unavailable')] };
  if (place.type === 'tables') {
    return { kind, place, kept: [kind === 'module' ? 'mirror' : 'dump'], missing: ofTables(kind, place, facts) };
  }
  const nothingThere = place.type === 'files' ? place.files.length === 0 : place.files === 0;
  if (nothingThere)
    return { kind, place, kept: [], missing: [told(kind === 'copies' ? 'none-made' : 'nothing-there')] };
  const kept: ArchitectureRowView['kept'] = ['history'];
  if (facts.content?.remote && facts.content.pushed) kept.push('remote');
  if (facts.backup?.bundle && facts.backup.whole) kept.push('bundle');
  const beside = [
    ...(outside.length > 0 ? [told('outside-history', { n: outside.length, names: listed(outside) })] : NOTHING),
    ...(kind === 'copies' ? [told('lies-beside')] : NOTHING),
  ];
  const inside = place.type !== 'files' || outside.length < place.files.length;
  return {
    kind,
    place,
    kept: inside ? kept : [],
    missing: [...beside, ...(inside ? ofContent(dirty, facts) : NOTHING)],
  };
}

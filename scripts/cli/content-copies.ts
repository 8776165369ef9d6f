import { type ContentCopyView, formatBytes, getContentCopies, ok, type Result } from '@/lib/backup';
import type { Answer } from './command-line';
import { nameText, visible } from './content-names';
import { duration, fact, moment } from './figures';

const SHOWN_FIELDS = 10;

/** The copies that the template's editors left beside the files, each with what it would change. */
export async function copies(): Promise<Result<Answer>> {
  const found = await getContentCopies();
  return found.ok ? ok({ data: found.value, text: copiesText(found.value) }) : found;
}

function copiesText(list: readonly ContentCopyView[]): string {
  if (list.length === 0) return 'The template left no copies.';
  return [
    'Copies made by the template. They lie beside the files they copy: none of them is a backup.',
    ...list.flatMap(copyLines),
    '',
    'Restore one: npm run -s backup -- content restore-copy PATH --plan',
  ].join('\n');
}

function copyLines({ path, of, at, ageMs, size, same, originalThere, fields }: ContentCopyView): string[] {
  const made = at === null || ageMs === null ? 'time unknown' : `${moment(at)}, ${duration(ageMs)} old`;
  const state = same ? 'the same as now' : originalThere ? 'differs from now' : 'the file itself is gone';
  const shown = (fields ?? []).slice(0, SHOWN_FIELDS);
  const more = (fields ?? []).length - shown.length;
  return [
    '',
    nameText(path),
    fact('of', `${nameText(of)}: ${state}`),
    fact('made', `${made}, ${formatBytes(size)}`),
    ...shown.map(({ field, before, after, list }) =>
      fact('', `${visible(field || '(list)')}: ${change(before, after, list)}`),
    ),
    ...(more > 0 ? [fact('', `and ${more} more`)] : []),
  ];
}

function change(before: string | null, after: string | null, list: ContentCopyFields['list']): string {
  if (list)
    return [...list.removed.map((text) => `-${visible(text)}`), ...list.added.map((text) => `+${visible(text)}`)].join(
      ' ',
    );
  return `${visible(before ?? '(none)')} → ${visible(after ?? '(none)')}`;
}

type ContentCopyFields = NonNullable<ContentCopyView['fields']>[number];

import type { Command } from 'commander';
import { type ArchitecturePlace, type ArchitectureView, formatBytes, getArchitecture, ok } from '@/lib/backup';
import type { Perform } from './command-line';
import { count, moment, plural, tableName } from './figures';
import { pageWords } from './page-words';

function placeText(place: ArchitecturePlace): string {
  if (place.type === 'unavailable') return place.error.message;
  if (place.type === 'content') return `${plural(place.files, 'file')}: ${place.paths.join(' ')}`;
  if (place.type === 'files') return place.files.map(({ path }) => path).join(' ') || 'none';
  const size = `${plural(place.tables.length, 'table')}, about ${count(place.rowsEstimate)} rows, ${formatBytes(place.bytes)}`;
  return `${size}: ${place.tables.map(tableName).join(' ')}`;
}

function architectureText({ database, content, backup, storage, rows }: ArchitectureView): string {
  const words = pageWords('readiness.architecture');
  const restored = backup?.verifiedAt ? `restored exactly ${moment(backup.verifiedAt)}` : 'never restored';
  const proof = backup
    ? `Backup ${backup.id} of ${moment(backup.createdAt)}, ${backup.whole ? restored : 'not whole in the storage any more'}`
    : (storage?.message ?? 'No good full backup yet.');
  const head = [
    database
      ? `Database ${database.name} on ${database.host}, PostgreSQL ${database.version}`
      : 'The database does not answer.',
    content
      ? `Content ${content.path} at ${content.head.slice(0, 7)}, remote ${content.remote ?? 'none'}`
      : 'The content cannot be read.',
    proof,
  ];
  const lines = rows.flatMap(({ kind, place, kept, missing }) => [
    '',
    words(`kind.${kind}`),
    `  is      ${placeText(place)}`,
    `  kept    ${kept.map((way) => words(`by.${way}`)).join(', ') || words('by.none')}`,
    ...(missing.length === 0
      ? ['  lacks   nothing']
      : missing.map(({ code, facts }) => `  lacks   ${words(`gap.${code}`, facts)}`)),
  ]);
  return [...head, ...lines].join('\n');
}

export function registerArchitectureCommand(program: Command, perform: Perform): void {
  program
    .command('architecture')
    .description('each kind of data: where it is, how it is kept, and what is missing')
    .action(() =>
      perform(async () => {
        const view = await getArchitecture();
        return ok({ data: view, text: architectureText(view) });
      }),
    );
}

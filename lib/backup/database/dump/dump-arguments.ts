import { quoteIdentifier, quoteTable } from '../table-name-text';
import type { DumpRequest } from './dump-engine';

/**
 * The command line for both engines: everything but where to connect, so nothing secret.
 *
 * An archive tells its progress by `--verbose`; plain SQL would hold that, so its tables are read from the stream.
 * Double quotes make a pattern literal: case counts, and `* ? [ ] $ |` stand for themselves. `--strict-names` turns a
 * name that matches nothing into an error. `--exclude-schema` has no effect beside `--table`, so it is left out there.
 */
export function dumpArguments(request: DumpRequest, toolMajor: number): string[] {
  const { selection } = request;
  const flags = [
    '--no-password',
    '--encoding=UTF8',
    `--snapshot=${request.snapshot}`,
    `--lock-wait-timeout=${request.lockTimeoutMs}`,
    ...(request.output === 'custom' ? ['--format=custom', '--compress=1', '--verbose'] : ['--format=plain']),
  ];
  if (selection.kind === 'tables') {
    return [...flags, '--strict-names', ...selection.tables.map((table) => `--table=${quoteTable(table)}`)];
  }
  const excluded = request.excludeSchemas.map((schema) => `--exclude-schema=${quoteIdentifier(schema)}`);
  const content = selection.kind === 'schema' ? '--schema-only' : toolMajor >= 16 ? '--large-objects' : '--blobs';
  return [...flags, content, ...excluded];
}

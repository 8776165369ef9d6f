import { failure } from '../../kernel/app-error';
import type { ConnectionTarget } from '../connection-target';
import { cancelled, closeClient } from '../open-client';
import { openLoadClient } from './load-connection';
import { loadFailure } from './load-failure';
import { loadInto } from './load-into';
import type { LoadSummary, PrivateLoadOptions } from './load-options';
import { loadPrivate } from './load-private';
import { readDump } from './read-dump';

export { loadInto };

/**
 * Loads pg_dump's plain text into a database, in constant memory: in one transaction, so all of it or nothing, or with
 * `privateDatabase` faster and without that promise. It is not psql: no psql command is ever run. The first error ends
 * the load.
 *
 * Throws AppFailure: CORRUPT (cut short, foreign content, refused rows), UNSUPPORTED (extension, privilege, encoding),
 * DATABASE_DOWN, CANCELLED, and whatever the source throws.
 */
export async function loadSql(
  target: ConnectionTarget,
  source: AsyncIterable<Uint8Array>,
  options: PrivateLoadOptions,
): Promise<LoadSummary> {
  if (options.privateDatabase) return loadPrivate(target, (signal) => readDump(source, signal), options);
  const { signal } = options;
  const client = await openLoadClient(target, signal);
  try {
    await client.query('BEGIN');
    const summary = await loadInto(client, source, options);
    const { command } = await client.query('COMMIT');
    if (command !== 'COMMIT') throw failure('INTERNAL', 'The server rolled the load back at its end.');
    return summary;
  } catch (thrown) {
    throw signal?.aborted ? cancelled(thrown) : loadFailure(thrown, { kind: 'COMMIT', table: null });
  } finally {
    // Without COMMIT the server rolls back.
    await closeClient(client);
  }
}

import { readPlace } from '../config';
import type { BackupContext, Destination } from '../context';
import { failure } from '../kernel/app-error';
import { unwrap } from '../kernel/result';

/** The primary store as a place among others. */
export const primaryPlace = ({ store, catalog }: BackupContext): Destination => ({ name: 'primary', store, catalog });

/**
 * The store of that name in the settings, or at that address, with the credentials of the settings. INVALID_INPUT for
 * neither. Without `from` the primary one.
 */
export function resolvePlace(context: BackupContext, from: string | undefined): Destination {
  if (from === undefined || from === 'primary') return primaryPlace(context);
  const named = context.copies.find(({ name }) => name === from);
  if (named) return named;
  if (/[:/.]/.test(from)) return { ...context.openPlace(unwrap(readPlace(from))), name: from };
  const names = ['primary', ...context.copies.map(({ name }) => name)];
  throw failure('INVALID_INPUT', `There is no place of the name “${from}”.`, {
    hint: `Known are: ${names.join(', ')}. Or give an address: a folder, s3://… or gs://….`,
  });
}

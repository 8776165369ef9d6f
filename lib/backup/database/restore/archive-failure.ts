import { type AppFailure, failure } from '../../kernel/app-error';

/** First PostgreSQL major whose tools read archives of this format version. */
const FIRST_MAJOR: Readonly<Record<string, number>> = { '1.14': 12, '1.15': 16, '1.16': 17 };

const newerTools = (atLeast: string, cause: Error): AppFailure =>
  failure('UNSUPPORTED', 'The pg_restore of this machine is too old for this backup.', {
    hint: `Install the PostgreSQL client tools ${atLeast}, or set PG_BIN_DIR to their folder.`,
    cause,
  });

/** The failure behind pg_restore's words, which go along as `cause`. */
export function archiveFailure(words: string, ending: string): AppFailure {
  const cause = new Error(`pg_restore ${ending}\n${words}`);
  const version = /unsupported version \((\d+\.\d+)/.exec(words)?.[1];
  if (version) {
    const major = FIRST_MAJOR[version];
    return newerTools(major ? `${major} or newer` : 'of the newest version', cause);
  }
  if (/does not support compression|unrecognized compression/.test(words)) {
    return newerTools('of the version that made it, built with the same compression', cause);
  }
  if (/^could not be started/.test(ending)) {
    return failure('UNSUPPORTED', 'pg_restore cannot be started.', {
      hint: 'Install the PostgreSQL client tools, or set PG_BIN_DIR to their folder.',
      cause,
    });
  }
  if (/out of memory/.test(words) || /ended with SIG/.test(ending)) {
    return failure('INTERNAL', 'pg_restore was ended before it had read the backup.', {
      hint: 'Look for a lack of memory on this machine, then try again.',
      cause,
    });
  }
  return failure('CORRUPT', 'The archive cannot be read to its end: it is cut short or damaged.', {
    hint: 'Do not count on this backup: make a new one, or take an older one.',
    cause,
  });
}

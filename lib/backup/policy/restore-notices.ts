import type { ActingAdmin, Opening, Proof, RestoreMigrations, RestoreNotice, RestoreNoticeCode } from '../views';
import { isKeyless, KEYLESS } from './keyless';

export interface RestoreFacts {
  target: 'database' | 'live' | 'side-tables' | 'live-tables';
  /** How a live target would be replaced; null for the others. */
  method: 'swap' | 'transaction' | 'create' | null;
  backup: { scope: 'full' | 'schema' | 'tables'; proof: Proof; serverMajor: number };
  server: {
    serverMajor: number;
    mayCreateDatabases: boolean;
    ownsDatabase: boolean;
    isSuperuser: boolean;
    owner: string;
    foreignSessions: readonly string[];
    preparedTransactions: number;
    replicationSlots: number;
  };
  /** Name of the new database where it is taken already. */
  takenName: string | null;
  migrations: RestoreMigrations['verdict'];
  extensionsMissing: readonly string[];
  /** Null where this machine can read the archive, else the version that it lacks. */
  missingPgRestore: number | null;
  /** Whether this machine can open the stored file. */
  opening: Opening;
  space: { neededBytes: number; freeBytes: number | null };
  actingAdmin: ActingAdmin;
  /** Why rows of chosen tables cannot be replaced. */
  obstacles: readonly RestoreNotice[];
}

const notice = (
  code: RestoreNoticeCode,
  message: string,
  hint: string,
  subject: string | null = null,
): RestoreNotice => ({
  code,
  message,
  hint,
  subject,
});

const toDatabase = 'Restore into a new database instead, and look there.';

/** Why a restore is refused before anything is touched. Each says what to do. Pure: the facts were read before. */
export function restoreRefusals(facts: RestoreFacts): RestoreNotice[] {
  const { backup, server, target } = facts;
  const found: RestoreNotice[] = [];
  const refuse = (when: boolean, ...words: Parameters<typeof notice>) => when && found.push(notice(...words));
  const goesLive = target === 'live';
  refuse(
    backup.proof === 'damaged',
    'damaged',
    'This backup is damaged or was changed after it was signed.',
    'Choose another backup.',
  );
  refuse(
    goesLive && backup.scope === 'tables',
    'scope-not-full',
    'This backup holds some tables only and cannot replace the whole database.',
    'Bring back its tables instead.',
  );
  refuse(
    target !== 'database' && backup.scope === 'schema',
    'schema-only',
    'This backup holds the structure alone, no rows.',
    toDatabase,
  );
  refuse(
    goesLive && facts.migrations === 'ahead',
    'migrations-ahead',
    'The backup was made by a newer version of this app: this code is too old for it.',
    `Deploy the newer version first. ${toDatabase}`,
  );
  refuse(
    goesLive && facts.migrations === 'diverged',
    'migrations-diverged',
    'The backup has migrations that were changed since, or that this code does not know.',
    `Deploy the version of the app that made the backup. ${toDatabase}`,
  );
  refuse(
    facts.missingPgRestore !== null,
    'no-pg-restore',
    'This machine has no pg_restore that can read this backup.',
    `Install the PostgreSQL client tools ${facts.missingPgRestore} or newer, or set PG_BIN_DIR to their folder.`,
    String(facts.missingPgRestore),
  );
  const { opening } = facts;
  if (isKeyless(opening)) {
    const next = 'Set BACKUP_IDENTITY_FILE to the file with the private key, then plan again.';
    found.push(notice(opening, KEYLESS[opening], next));
  }
  refuse(
    facts.extensionsMissing.length > 0,
    'extensions-missing',
    `The server lacks an extension of the backup: ${facts.extensionsMissing.join(', ')}.`,
    'Install it on the server first.',
    facts.extensionsMissing.join(', '),
  );
  refuse(
    facts.takenName !== null,
    'database-exists',
    `There is a database ${facts.takenName} already.`,
    'Choose another name.',
    facts.takenName,
  );
  refuse(
    !server.mayCreateDatabases && target !== 'live' && target !== 'live-tables' && target !== 'side-tables',
    'no-createdb',
    'The role of the site may not create databases.',
    'Let a superuser run ALTER ROLE … CREATEDB, or restore over the live database in one transaction.',
  );
  refuse(
    facts.method === 'transaction' && !server.ownsDatabase,
    'not-owner',
    `The live database belongs to the role ${server.owner}.`,
    'Restore with the role that owns it: set BACKUP_DATABASE_URL.',
    server.owner,
  );
  refuse(
    facts.method === 'swap' && server.foreignSessions.length > 0,
    'foreign-sessions',
    `Sessions of ${server.foreignSessions.join(', ')} are connected, which the role of the site may not end.`,
    'Close them, then plan again.',
    server.foreignSessions.join(', '),
  );
  refuse(
    goesLive && server.preparedTransactions > 0,
    'prepared-transactions',
    `${server.preparedTransactions} prepared transactions hold the live database.`,
    'Commit or roll them back, then plan again.',
    String(server.preparedTransactions),
  );
  const { neededBytes, freeBytes } = facts.space;
  refuse(
    freeBytes !== null && freeBytes < neededBytes,
    'no-space',
    'There is not enough room on the disk of the database server.',
    'Free some space, then plan again.',
  );
  return [...found, ...facts.obstacles];
}

/** What an admin should know and may accept. */
export function restoreWarnings(facts: RestoreFacts): RestoreNotice[] {
  const { backup, server, target } = facts;
  const found: RestoreNotice[] = [];
  const warn = (when: boolean, ...words: Parameters<typeof notice>) => when && found.push(notice(...words));
  warn(
    backup.proof === 'read-back' || backup.proof === 'stored',
    'not-proven',
    'This backup was never restored before.',
    'It is compared table by table before anything is replaced.',
  );
  warn(
    server.serverMajor < backup.serverMajor,
    'server-older',
    `The backup comes from PostgreSQL ${backup.serverMajor}; this server is ${server.serverMajor}.`,
    'If it does not load, nothing is replaced.',
    String(backup.serverMajor),
  );
  warn(
    target === 'live' && (facts.actingAdmin === 'not-in-backup' || facts.actingAdmin === 'not-admin'),
    'admin-lost',
    'You are no admin in this backup: you lose access to these pages.',
    'Make sure that somebody else is, or use the terminal.',
  );
  warn(
    server.isSuperuser,
    'superuser',
    'The site connects as a superuser.',
    'Use a role of its own that owns the database: a dump can then never do more than that.',
  );
  warn(
    facts.method === 'transaction',
    'no-createdb',
    'The role may not create databases, so the live one is emptied and loaded in one transaction. Visitors wait until its end, and there is no undo but the safety copy.',
    'Let a superuser run ALTER ROLE … CREATEDB for a swap of a moment.',
  );
  warn(
    facts.method === 'swap' && server.replicationSlots > 0,
    'replication-slots',
    `${server.replicationSlots} replication slots stay with the replaced database.`,
    'Set replication up again afterwards.',
    String(server.replicationSlots),
  );
  return found;
}

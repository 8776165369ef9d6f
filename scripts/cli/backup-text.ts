import { type BackupView, formatBytes } from '@/lib/backup';

const PROOF_WORDS = {
  stored: 'stored, not checked',
  'read-back': 'read back',
  restored: 'restored exactly',
  damaged: 'DAMAGED',
} as const;

/** The JSON form of a backup: flat scope and engine, as the options name them. */
export function backupDocument({ scope, engine, verifications, ...backup }: BackupView) {
  return {
    ...backup,
    scope: scope.kind,
    group: scope.group,
    missingReferences: scope.missingReferences,
    engine: engine.name,
    engineVersion: engine.version,
    verifications,
  };
}

export function describeBackup(backup: BackupView): string {
  const lines = [
    `${backup.id}  ${PROOF_WORDS[backup.proof]}`,
    `  taken      ${backup.createdAt}, in ${(backup.durationMs / 1000).toFixed(1)} s, by ${backup.actorName}`,
    `  covers     ${backup.scope.kind}${backup.scope.group ? ` (${backup.scope.group})` : ''}: ${backup.tables.length} tables, ${backup.rows} rows`,
    `  file       ${backup.format}, ${formatBytes(backup.size)}, sha256 ${backup.sha256}`,
    `  made with  ${backup.engine.name} pg_dump ${backup.engine.version} from PostgreSQL ${backup.server.version}`,
    `  content    ${backup.content ? `${backup.content.head.slice(0, 7)} on ${backup.content.branch ?? 'no branch'}` : 'not part of it'}`,
  ];
  if (backup.note) lines.push(`  note       ${backup.note}`);
  for (const { schema, name } of backup.scope.missingReferences) {
    lines.push(`  refers to  ${schema}.${name}, which is not in this backup`);
  }
  return lines.join('\n');
}

export function tableOfBackups({
  backups,
  damaged,
}: {
  backups: BackupView[];
  damaged: { id: string; reason: string }[];
}): string {
  if (backups.length + damaged.length === 0) return 'No backups yet. Make the first: npm run -s backup -- create';
  const rows = backups.map((backup) =>
    [
      backup.id,
      backup.createdAt.slice(0, 19).replace('T', ' '),
      backup.scope.kind.padEnd(6),
      backup.format.padEnd(6),
      formatBytes(backup.size).padStart(8),
      PROOF_WORDS[backup.proof],
    ].join('  '),
  );
  return [...rows, ...damaged.map(({ id, reason }) => `${id}  DAMAGED: ${reason}`)].join('\n');
}

'use client';

import { Check, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { BackupView } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import { starterName } from '../history/started-by';
import { CopyButton } from '../ui/copy-button';
import { FactList } from '../ui/fact-list';
import { Link } from '../ui/link';
import { BackupCopies } from './backup-copies';

const mono = (text: string) => (
  <bdi className="bk-mono" title={text}>
    {text}
  </bdi>
);

export const short = (hash: string) => (hash.length > 12 ? `${hash.slice(0, 4)}…${hash.slice(-4)}` : hash);

function scopeName(scope: BackupView['scope'], format: Format): string {
  return format.words(`scope.${scope.group ?? scope.kind}`);
}

function Mark({ good, children }: { good: boolean; children: ReactNode }) {
  const Icon = good ? Check : X;
  return (
    <span className="bk-st" data-quiet="">
      <Icon className={good ? 'bk-ok' : 'bk-bad'} size={14} strokeWidth={2} aria-hidden="true" />
      {children}
    </span>
  );
}

function PointFacts({ backup, format }: { backup: BackupView; format: Format }) {
  const { words } = format;
  return (
    <FactList
      title={words('backup.point')}
      facts={[
        { name: words('backup.id'), value: mono(backup.id) },
        {
          name: words('backup.moment'),
          value: (
            <>
              <bdi>{format.full(backup.createdAt)}</bdi>
              {format.now === null ? null : (
                <bdi className="bk-3 bk-block">{words('time.utc', { text: format.utcClock(backup.createdAt) })}</bdi>
              )}
            </>
          ),
        },
        { name: words('backup.startedBy'), value: <bdi>{starterName(backup, words)}</bdi> },
        { name: words('backup.covers'), value: scopeName(backup.scope, format) },
        backup.note ? { name: words('backup.note'), value: <bdi>{backup.note}</bdi> } : null,
      ]}
    />
  );
}

function EncryptionFact({ backup, format }: { backup: BackupView; format: Format }) {
  const { kind, recipients } = backup.encryption;
  if (kind === 'none') return format.words('protection.file.none');
  return (
    <>
      {format.words('protection.file.age', { n: recipients.length })}
      <span className="bk-3 bk-block">{format.words('protection.file.download')}</span>
    </>
  );
}

function FileFacts({ backup, format }: { backup: BackupView; format: Format }) {
  const { words } = format;
  return (
    <FactList
      title={words('backup.file')}
      facts={[
        { name: words('backup.format'), value: words(`format.${backup.format.replace('.', '_')}`) },
        { name: words('backup.size'), value: <bdi>{format.bytes(backup.size)}</bdi> },
        backup.plainSize === backup.size
          ? null
          : { name: words('backup.before'), value: <bdi>{format.bytes(backup.plainSize)}</bdi> },
        {
          name: words('backup.checksum'),
          value: (
            <>
              <bdi className="bk-mono" title={`SHA-256 ${backup.sha256}`}>
                {short(backup.sha256)}
              </bdi>{' '}
              <CopyButton label={words('backup.copy')} name={words('backup.copyChecksum')} text={() => backup.sha256} />
            </>
          ),
        },
        {
          name: words('protection.file.encryption'),
          value: <EncryptionFact backup={backup} format={format} />,
        },
      ]}
    />
  );
}

function DatabaseFacts({ backup, format }: { backup: BackupView; format: Format }) {
  const { words } = format;
  const { engine, migrations } = backup;
  const translate = useTranslations('backup');
  const count = words('count.migrations', { n: migrations.count });
  const seed = `facts.${backup.seed ?? 'never'}`;
  return (
    <FactList
      title={words('backup.database')}
      facts={[
        {
          name: words('backup.server'),
          value: <bdi>{words('facts.postgres', { version: backup.server.version })}</bdi>,
        },
        { name: words('backup.name'), value: mono(backup.server.database) },
        {
          name: words('backup.madeWith'),
          value: words(engine.name === 'native' ? 'engine.made' : 'engine.madeInside', { version: engine.version }),
        },
        { name: words('backup.tablesCount'), value: format.number(backup.tables.length) },
        { name: words('backup.rowsCount'), value: format.number(backup.rows) },
        {
          name: words('backup.migrations'),
          value: migrations.lastHash
            ? translate.rich('backup.migrationsValue', {
                count,
                hash: migrations.lastHash.slice(0, 8),
                mono: (chunks) => <bdi className="bk-mono">{chunks}</bdi>,
              })
            : count,
        },
        { name: words('backup.seed'), value: words.has(seed) ? words(seed) : backup.seed },
      ]}
    />
  );
}

function ContentFacts({ backup, format }: { backup: BackupView; format: Format }) {
  const { words } = format;
  const { content } = backup;
  const pushed = content?.pushed === null ? 'noRemote' : content?.pushed ? 'pushed' : 'notPushed';
  return (
    <FactList
      title={words('backup.contentApp')}
      facts={[
        {
          name: words('backup.content'),
          value: content ? (
            <>
              <bdi className="bk-mono">{`${content.branch ?? 'HEAD'} ${content.head.slice(0, 7)}`}</bdi>
              <span className="bk-3 bk-block">
                {format.list([
                  words(`backup.${pushed}`),
                  content.dirty > 0 ? words('count.edits', { n: content.dirty }) : words('backup.clean'),
                ])}
              </span>
              {backup.signatureValid ? (
                <Link className="bk-link bk-block" href={`/admin/backups/${backup.id}/content`} prefetch={false}>
                  {words('recovery.restoreContent')}
                </Link>
              ) : null}
            </>
          ) : (
            words('backup.contentNone')
          ),
        },
        { name: words('backup.settings'), value: words('count.files', { n: backup.files }) },
        { name: words('backup.appVersion'), value: mono(backup.appVersion) },
        {
          name: words('backup.signature'),
          value: (
            <Mark good={backup.signatureValid}>{words(backup.signatureValid ? 'backup.valid' : 'backup.invalid')}</Mark>
          ),
        },
      ]}
    />
  );
}

/** The manifest in four lists. */
export function BackupFacts({ backup }: { backup: BackupView }) {
  const format = useFormat();
  return (
    <aside className="bk-facts" aria-label={format.words('backup.side')}>
      <PointFacts backup={backup} format={format} />
      <FileFacts backup={backup} format={format} />
      <BackupCopies backup={backup} />
      <DatabaseFacts backup={backup} format={format} />
      <ContentFacts backup={backup} format={format} />
    </aside>
  );
}

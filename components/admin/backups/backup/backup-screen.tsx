'use client';

import { Download, History } from 'lucide-react';
import { useState } from 'react';
import type { BackupActions, BackupView, RunView } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import { checkEntries, deleteEntry, pinEntry } from '../history/row-menu';
import { LivePanel } from '../run/live-panel';
import { ProblemNote } from '../run/problem-note';
import { useRunningTitle } from '../run/use-page-title';
import { useRunControl } from '../run/use-run-control';
import { Button } from '../ui/button';
import type { Mark } from '../ui/icons';
import { Lead } from '../ui/lead';
import { ButtonLink } from '../ui/link';
import { Menu } from '../ui/menu';
import { Crumbs, Page } from '../ui/page';
import { ProofStack } from '../ui/proof-stack';
import { useRouter } from '../ui/router';
import { BackupFacts } from './backup-facts';
import { BackupWarnings } from './backup-warnings';
import { CheckList } from './check-list';
import { DownloadDialog } from './download-dialog';
import { TableList } from './table-list';
import { useDeleteBackup } from './use-delete-backup';
import { usePinBackup } from './use-pin-backup';

const MARKS: Record<BackupView['proof'], Mark> = {
  restored: 'safe',
  'read-back': 'safe',
  stored: 'warn',
  damaged: 'bad',
};

/** Nobody here can prove it: that is not shown as good. */
const isUnprovable = ({ proof, encryption }: BackupView): boolean => proof === 'read-back' && !encryption.keyHere;

function markOf(backup: BackupView): Mark {
  if (!backup.signatureValid) return 'bad';
  return isUnprovable(backup) ? 'warn' : MARKS[backup.proof];
}

function sentence(backup: BackupView, { words }: Format): string {
  if (!backup.signatureValid) return words('backup.title.signature');
  if (isUnprovable(backup)) return words('protection.file.title');
  if (backup.proof === 'restored' && backup.tables.length === 0) return words('backup.title.restoredPlain');
  return words(`backup.title.${backup.proof}`, { n: backup.tables.length });
}

interface BackupScreenProps {
  backup: BackupView;
  actions: BackupActions;
  /** A run that is under way already, of this backup or another. */
  running?: RunView | null;
}

/** One recovery point: can it be trusted, what is in it, and what can be done with it. */
export function BackupScreen({ backup, actions, running = null }: BackupScreenProps) {
  const format = useFormat();
  const { words } = format;
  const router = useRouter();
  const [downloading, setDownloading] = useState(false);
  const { remove } = useDeleteBackup(actions);
  const pin = usePinBackup(actions);
  const control = useRunControl({ actions, known: running, version: backup });
  useRunningTitle(control.active ? (control.run?.kind ?? 'verify') : null);

  const taken = { when: format.spoken(backup.createdAt), time: format.duration(backup.durationMs) };
  const ago = format.ago(backup.createdAt);
  const acts = {
    download: () => setDownloading(true),
    verify: (level: 'bytes' | 'restore') => control.verify(backup.id, level),
    pin: (pinned: boolean) => pin({ id: backup.id, createdAt: backup.createdAt }, pinned),
    remove: async () => {
      if (await remove({ id: backup.id, createdAt: backup.createdAt })) router.push('/admin/backups');
    },
  };
  const offersProof = backup.signatureValid && (backup.proof === 'stored' || backup.proof === 'read-back');
  return (
    <Page>
      <Crumbs
        label={words('nav.breadcrumb')}
        path={[
          { name: words('nav.overview'), href: '/admin/backups' },
          { name: words('nav.history'), href: '/admin/backups/history' },
        ]}
        here={<bdi>{format.full(backup.createdAt)}</bdi>}
      />
      <Lead
        mark={markOf(backup)}
        page={`backup ${backup.id}`}
        sentence={sentence(backup, format)}
        reason={
          <>
            {format.now === null ? words('backup.takenUtc', taken) : words('backup.taken', { ...taken, ago })}
            <span className="bk-hide-s">
              {' '}
              <ProofStack proof={backup.proof} />
            </span>
          </>
        }
        actions={
          <div className="bk-btns">
            <Button onClick={acts.download}>
              <Download size={16} strokeWidth={1.75} aria-hidden="true" />
              {words('backup.download')}
            </Button>
            <ButtonLink href={`/admin/backups/${backup.id}/restore`} prefetch={false}>
              <History size={16} strokeWidth={1.75} aria-hidden="true" />
              {words('backup.restore')}
            </ButtonLink>
            {offersProof ? (
              <Button look="ink" disabled={control.active} onClick={() => acts.verify('restore')}>
                {words('backup.proveIt')}
              </Button>
            ) : null}
            <Menu
              label={words('backup.more')}
              size="md"
              entries={[
                ...checkEntries({ words, busy: control.active, acts }),
                { ...pinEntry({ words, pinned: backup.pin !== null, acts }), lineBefore: true },
                deleteEntry({ words, keepReason: backup.keepReason, acts }),
              ]}
            />
          </div>
        }
      />
      {control.active || control.problem ? (
        <div className="bk-notes">
          <LivePanel control={control} />
          <ProblemNote control={control} />
        </div>
      ) : null}
      <BackupWarnings backup={backup} />
      <div className="bk-grid">
        <div>
          <CheckList backup={backup} />
          <TableList backup={backup} />
        </div>
        <BackupFacts backup={backup} />
      </div>
      <DownloadDialog
        backup={downloading ? { id: backup.id, size: backup.size } : null}
        onClose={() => setDownloading(false)}
        issueDownload={actions.issueDownload}
      />
    </Page>
  );
}

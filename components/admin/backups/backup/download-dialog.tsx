'use client';

import { useId, useState } from 'react';
import type { BackupActions } from '../contract';
import { sentences } from '../format/sentences';
import { useFormat } from '../format/use-format';
import { callAction } from '../run/call-action';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';

interface DownloadDialogProps {
  /** The backup to download; null keeps the dialog closed. */
  backup: { id: string; size: number | null } | null;
  onClose: () => void;
  issueDownload: BackupActions['issueDownload'];
}

/** Asks for the password again, gets a link that works once, and follows it. */
export function DownloadDialog({ backup, onClose, issueDownload }: DownloadDialogProps) {
  const format = useFormat();
  const { words } = format;
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [preparing, setPreparing] = useState(false);
  const inputId = useId();
  const hintId = useId();

  const close = () => {
    setPassword('');
    setProblem(null);
    onClose();
  };

  const submit = async () => {
    if (!backup || preparing) return;
    setPreparing(true);
    setProblem(null);
    const result = await callAction(words, () => issueDownload({ backupId: backup.id, password }));
    setPreparing(false);
    if (result.ok) {
      close();
      window.location.assign(result.data.url);
      return;
    }
    const { message, hint, fields } = result.error;
    setProblem(fields?.password ?? sentences(message, hint));
  };

  return (
    <Dialog
      open={backup !== null}
      onOpenChange={(open) => (open ? undefined : close())}
      title={words('download.title')}
      description={words('download.text')}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="bk-field">
          <label htmlFor={inputId}>{words('download.password')}</label>
          <input
            id={inputId}
            className="bk-input"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            aria-invalid={problem ? 'true' : undefined}
            aria-describedby={hintId}
            onChange={(event) => setPassword(event.target.value)}
          />
          <p className="bk-hint" data-k="bad" id={hintId} role="alert">
            {problem}
          </p>
        </div>
        <div className="bk-dlg-f">
          <Button onClick={close}>{words('download.cancel')}</Button>
          <Button type="submit" look="ink" disabled={preparing || password === ''}>
            {preparing
              ? words('download.preparing')
              : words('download.go', { size: backup?.size ? format.bytes(backup.size) : '' })}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

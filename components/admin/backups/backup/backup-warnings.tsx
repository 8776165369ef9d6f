'use client';

import { CircleX, KeyRound, ShieldX, TriangleAlert } from 'lucide-react';
import type { BackupView } from '../contract';
import { sentences } from '../format/sentences';
import { useFormat } from '../format/use-format';
import { Note } from '../ui/note';

/** What stands between this backup and trust: a changed manifest, damaged bytes, tables it leans on. */
export function BackupWarnings({ backup }: { backup: BackupView }) {
  const format = useFormat();
  const { words } = format;
  const missing = backup.scope.missingReferences;
  const failed = backup.verifications.toSorted((l, r) => r.at.localeCompare(l.at)).find(({ passed }) => !passed);
  const damaged = backup.proof === 'damaged';
  const unproven = !backup.encryption.keyHere && backup.proof !== 'restored';
  if (backup.signatureValid && !damaged && missing.length === 0 && !unproven) return null;
  const found = failed?.reason
    ? words('backup.damagedText', { when: format.full(failed.at), reason: failed.reason })
    : words('backup.damagedPlain');
  return (
    <div className="bk-notes">
      {backup.signatureValid ? null : (
        <Note tone="bad" icon={ShieldX} title={words('backup.signatureTitle')}>
          {sentences(words('backup.signatureText'), words('backup.keyHint'))}
        </Note>
      )}
      {damaged ? (
        <Note tone="bad" icon={CircleX} title={words('backup.damagedTitle')}>
          {sentences(found, words('backup.damagedNext'))}
        </Note>
      ) : null}
      {unproven ? (
        <Note tone="warn" icon={KeyRound} title={words('protection.file.unproven')}>
          {words('protection.verdict.no-identity.text')}
        </Note>
      ) : null}
      {missing.length > 0 ? (
        <Note tone="warn" icon={TriangleAlert} title={words('backup.missingTitle', { n: missing.length })}>
          {words('backup.missingText', { names: format.list(missing.map(({ name }) => name)) })}
        </Note>
      ) : null}
    </div>
  );
}

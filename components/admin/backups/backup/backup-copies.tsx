'use client';

import type { BackupView } from '../contract';
import { useFormat } from '../format/use-format';
import { CopyState } from '../storage/copy-state';
import { FactList } from '../ui/fact-list';
import { Link } from '../ui/link';
import { Time } from '../ui/time';

/** Where else this recovery point is stored, and what became of the last attempt. */
export function BackupCopies({ backup }: { backup: BackupView }) {
  const { words } = useFormat();
  const { copies } = backup;
  return (
    <FactList
      title={words('storage.backup.title')}
      facts={[
        { name: words('backup.storedIn'), value: <bdi>{backup.storage}</bdi> },
        ...copies.map(({ destination, state, at, reason, description }) => ({
          name: destination,
          value: (
            <>
              <CopyState state={state} />{' '}
              <span className="bk-3" title={description}>
                {at ? <Time at={at} /> : null}
              </span>
              {reason ? <bdi className="bk-3 bk-block">{reason}</bdi> : null}
            </>
          ),
        })),
      ]}
    >
      {copies.length === 0 ? <p className="bk-fp">{words('storage.backup.none')}</p> : null}
      <p className="bk-fp">
        <Link className="bk-link" href="/admin/backups/storage" prefetch={false}>
          {words('storage.fact.link')}
        </Link>
      </p>
    </FactList>
  );
}

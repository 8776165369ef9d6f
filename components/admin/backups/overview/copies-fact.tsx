'use client';

import { Cloud, HardDrive, Server } from 'lucide-react';
import type { StorageView } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import { CopyState } from '../storage/copy-state';
import { Link } from '../ui/link';
import { Fact } from './fact';

const PLACE_NAMES = { local: 'facts.localDisk', s3: 'facts.s3', gcs: 'facts.gcs' } as const;

const placeIcon = (kind: StorageView['kind']) => (kind === 'local' ? HardDrive : Cloud);

/** How far the newest good backup is from being in one place alone. */
function standing({ copies }: StorageView, { words }: Format) {
  if (copies.length === 0) return { sign: 'warn' as const, word: words('facts.onePlace') };
  if (copies.some(({ newest }) => newest === 'failed'))
    return { sign: 'bad' as const, word: words('storage.fact.failed') };
  if (copies.some(({ newest }) => newest !== 'done'))
    return { sign: 'warn' as const, word: words('storage.fact.behind') };
  return { sign: 'ok' as const, word: words('storage.fact.copied') };
}

function summary(value: StorageView, { words }: Format): string {
  if (value.copies.length === 0) return words(value.kind === 'local' ? 'facts.copiesLocal' : 'facts.copiesRemote');
  const n = (value.backups > 0 ? 1 : 0) + value.copies.filter(({ newest }) => newest === 'done').length;
  return words('storage.fact.summary', { n, places: n + 1 });
}

/** Three copies, two kinds of places, one of them elsewhere: at a glance. */
export function CopiesFact({ value }: { value: StorageView }) {
  const format = useFormat();
  const { words } = format;
  const Place = placeIcon(value.kind);
  return (
    <Fact title={words('facts.copies')} status={standing(value, format)}>
      <p className="bk-fp">{summary(value, format)}</p>
      <ul className="bk-copies">
        <li>
          <Server className="bk-3" size={14} strokeWidth={2} aria-hidden="true" />
          <span>{words('facts.liveSite')}</span>
          <span className="bk-3">{words('facts.thisServer')}</span>
        </li>
        <li>
          <Place className="bk-3" size={14} strokeWidth={2} aria-hidden="true" />
          <span title={value.description}>{words(PLACE_NAMES[value.kind])}</span>
          <bdi className="bk-3">
            {words('facts.stored', {
              backups: words('count.backups', { n: value.backups }),
              size: format.bytes(value.bytes),
            })}
          </bdi>
        </li>
        {value.freeBytes === null ? null : (
          <li>
            <span />
            <span />
            <bdi className="bk-3">{words('facts.free', { size: format.bytes(value.freeBytes) })}</bdi>
          </li>
        )}
        {value.copies.map(({ name, kind, description, newest }) => {
          const Icon = placeIcon(kind);
          return (
            <li key={name}>
              <Icon className="bk-3" size={14} strokeWidth={2} aria-hidden="true" />
              <bdi title={description}>{name}</bdi>
              <span className="bk-3">{newest ? <CopyState state={newest} /> : words('storage.fact.none')}</span>
            </li>
          );
        })}
      </ul>
      <p className="bk-fp">
        <Link className="bk-link" href="/admin/backups/storage" prefetch={false}>
          {words('storage.fact.link')}
        </Link>
      </p>
    </Fact>
  );
}

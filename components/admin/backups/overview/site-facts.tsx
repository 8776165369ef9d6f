'use client';

import { Cloud, HardDrive, Server } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ContentView, EnginesView, StorageView } from '../contract';
import { useFormat } from '../format/use-format';
import { Fact } from './fact';

export function ContentFact({ value }: { value: ContentView }) {
  const format = useFormat();
  const { words } = format;
  const translate = useTranslations('backup');
  const status =
    value.dirty > 0
      ? { sign: 'warn' as const, word: words('facts.unsaved') }
      : value.pushed === false
        ? { sign: 'warn' as const, word: words('facts.notPushed') }
        : { sign: 'ok' as const, word: words('facts.saved') };
  const pushed = value.pushed === null ? 'contentNoRemote' : value.pushed ? 'contentPushed' : 'contentNotPushed';
  return (
    <Fact title={words('facts.content')} status={status}>
      <p className="bk-fp">
        {translate.rich('facts.contentAt', {
          branch: value.branch ?? 'HEAD',
          head: value.head.slice(0, 7),
          ago: format.ago(value.committedAt),
          mono: (chunks) => <bdi className="bk-mono">{chunks}</bdi>,
        })}
        <br />
        {value.dirty > 0
          ? words('facts.contentDirty', { edits: words('count.edits', { n: value.dirty }) })
          : words(`facts.${pushed}`)}
      </p>
    </Fact>
  );
}

const PLACE_NAMES = { local: 'facts.localDisk', s3: 'facts.s3', gcs: 'facts.gcs' } as const;

export function CopiesFact({ value }: { value: StorageView }) {
  const format = useFormat();
  const { words } = format;
  const local = value.kind === 'local';
  const Place = local ? HardDrive : Cloud;
  return (
    <Fact title={words('facts.copies')} status={{ sign: 'warn', word: words('facts.onePlace') }}>
      <p className="bk-fp">{words(local ? 'facts.copiesLocal' : 'facts.copiesRemote')}</p>
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
      </ul>
    </Fact>
  );
}

export function EnginesFact({ value }: { value: EnginesView }) {
  const { words } = useFormat();
  const { chosen, candidates } = value;
  if (!chosen) {
    const reason = candidates.find((candidate) => candidate.reason)?.reason ?? words('facts.noProgram');
    return (
      <Fact title={words('facts.made')} status={{ sign: 'bad', word: words('facts.madeNone') }}>
        <p className="bk-fp">
          <bdi>{reason}</bdi>
        </p>
      </Fact>
    );
  }
  const how = words(chosen.name === 'native' ? 'facts.madeNative' : 'facts.madeWasm', { version: chosen.version });
  return (
    <Fact title={words('facts.made')}>
      <p className="bk-fp">{`${how} ${words('facts.madeAlways')}`}</p>
    </Fact>
  );
}

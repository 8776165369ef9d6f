'use client';

import { useTranslations } from 'next-intl';
import type { ContentView, EnginesView } from '../contract';
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

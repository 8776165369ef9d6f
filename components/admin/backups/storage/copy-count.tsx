'use client';

import { Cloud, CloudAlert } from 'lucide-react';
import type { HistoryRowView } from '../contract';
import { useFormat } from '../format/use-format';

/** "2/2" beside the proof of a row: how many of its copies are made. Nothing where no copies are set up. */
export function CopyCount({ copies }: { copies: HistoryRowView['copies'] }) {
  const { words, number } = useFormat();
  if (copies === null) return null;
  const { done, failed, total } = copies;
  const Icon = failed > 0 ? CloudAlert : Cloud;
  const text = words('storage.row', { done: number(done), total: number(total) });
  return (
    <span className="bk-st" data-quiet="" title={text}>
      <Icon className={failed > 0 ? 'bk-bad' : 'bk-3'} size={14} strokeWidth={2} aria-hidden="true" />
      <span className="bk-sr">{text}</span>
      <bdi className="bk-3" aria-hidden="true">{`${number(done)}/${number(total)}`}</bdi>
    </span>
  );
}

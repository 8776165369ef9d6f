'use client';

import { History, Minus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { HistoryRowView } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import { rowHref } from '../history/row-target';
import { isRestoring, rowStatus } from '../run/kind-words';
import { Link } from '../ui/link';
import { PROOF_LEVEL } from '../ui/proof-stack';

const SLOTS = 30;
const COUNTED = ['good', 'unchecked', 'damaged', 'failed', 'missed', 'cancelled', 'lost', 'running'] as const;
const CROSSED = new Set(['failed', 'damaged', 'lost']);

/** What a cell looks like: a restore that ended well is no backup, so it is no stack. */
function look(row: Pick<HistoryRowView, 'status' | 'kind'>): string {
  return row.status === 'good' && isRestoring(row.kind) ? 'act' : row.status;
}

function cell(row: Pick<HistoryRowView, 'status' | 'kind'>, size = 12): ReactNode {
  if (look(row) === 'act') return <History size={size} strokeWidth={2} aria-hidden="true" />;
  if (CROSSED.has(row.status)) return <X size={size} strokeWidth={2} aria-hidden="true" />;
  if (row.status === 'cancelled') return <Minus size={size} strokeWidth={2} aria-hidden="true" />;
  if (row.status === 'missed') return null;
  return [1, 2, 3].map((level) => <i key={level} />);
}

function level(row: HistoryRowView): string {
  return (row.status === 'good' || row.status === 'unchecked') && row.proof ? PROOF_LEVEL[row.proof] : '0';
}

function spoken(row: HistoryRowView, format: Format): string {
  const { words } = format;
  const status = rowStatus(row, words);
  const proven = row.status === 'good' && row.proof;
  return proven ? words('strip.item', { status, proof: words(`proof.${row.proof}`) }) : status;
}

function Legend({ format }: { format: Format }) {
  const { words } = format;
  return (
    <div className="bk-legend" aria-hidden="true">
      {(['stored', 'read-back', 'restored'] as const).map((proof) => (
        <span key={proof}>
          <span className="bk-run bk-lg" data-n={PROOF_LEVEL[proof]}>
            {cell({ status: 'good', kind: 'backup' })}
          </span>
          {words(`proof.${proof}`)}
        </span>
      ))}
      {(['failed', 'missed'] as const).map((status) => (
        <span key={status}>
          <span className="bk-run bk-lg" data-k={status}>
            {cell({ status, kind: 'backup' }, 9)}
          </span>
          {words(`status.${status}`)}
        </span>
      ))}
    </div>
  );
}

/** The last 30 runs as proof stacks, oldest first; counts in words beside it, the same as a list for readers. */
export function RunStrip({ rows, readable }: { rows: HistoryRowView[]; readable: boolean }) {
  const format = useFormat();
  const { words } = format;
  const [shown, setShown] = useState<HistoryRowView | null>(null);
  const backups = rows.filter(({ kind }) => !isRestoring(kind));
  const restores = rows.length - backups.length;
  const counts = COUNTED.map((status) => ({ status, n: backups.filter((row) => row.status === status).length }))
    .filter(({ n }) => n > 0)
    .map(({ status, n }) => words(`strip.${status}`, { n }))
    .concat(restores > 0 ? words('strip.restores', { n: restores }) : []);
  const empty = Array.from({ length: Math.max(0, SLOTS - rows.length) }, (_, slot) => `empty-${slot}`);
  const first = rows[0];
  return (
    <section aria-labelledby="bk-strip">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-strip">
          {rows.length === 0 ? words('strip.none') : words('strip.heading', { n: rows.length })}
        </h2>
        <span className="bk-3">
          {rows.length === 0 ? words(readable ? 'strip.noneText' : 'strip.unknown') : format.list(counts)}
        </span>
      </div>
      <div className="bk-strip" aria-hidden="true">
        {empty.map((key) => (
          <span className="bk-run" data-k="none" key={key}>
            {cell({ status: 'good', kind: 'backup' })}
          </span>
        ))}
        {rows.map((row) => {
          const href = rowHref(row);
          const drawn = { className: 'bk-run', 'data-k': look(row), 'data-n': level(row) };
          const hover = { onMouseEnter: () => setShown(row), onMouseLeave: () => setShown(null) };
          return href ? (
            <Link key={row.id} href={href} tabIndex={-1} {...drawn} {...hover}>
              {cell(row)}
            </Link>
          ) : (
            <span key={row.id} {...drawn} {...hover}>
              {cell(row)}
            </span>
          );
        })}
      </div>
      <div className="bk-axis" aria-hidden="true">
        {first && empty.length < SLOTS - 8 ? (
          <span style={{ marginInlineStart: `${(empty.length / SLOTS) * 100}%` }}>{format.shortDate(first.at)}</span>
        ) : null}
        <span className="bk-axis-now">
          {shown
            ? `${spoken(shown, format)} · ${format.shortDate(shown.at)}, ${format.clock(shown.at)}${shown.error ? ` · ${shown.error.message}` : ''}`
            : ''}
        </span>
        <span>{rows.length > 0 ? words('strip.now') : ''}</span>
      </div>
      <Legend format={format} />
      {rows.length > 0 ? (
        <ol className="bk-sr" aria-label={words('strip.listLabel')}>
          {rows.map((row) => (
            <li key={row.id}>{`${spoken(row, format)}, ${format.full(row.at)}`}</li>
          ))}
        </ol>
      ) : null}
    </section>
  );
}

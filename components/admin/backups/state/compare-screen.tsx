'use client';

import { GitCompareArrows } from 'lucide-react';
import type { AppError, BackupView, PointComparisonView } from '@/lib/backup';
import { sentences } from '../format/sentences';
import { type Format, useFormat } from '../format/use-format';
import { Button } from '../ui/button';
import { Empty } from '../ui/empty';
import { Lead } from '../ui/lead';
import { Page } from '../ui/page';
import { ComparisonTables } from './comparison-tables';
import { StateTabs } from './state-tabs';

type Point = Pick<BackupView, 'id' | 'createdAt' | 'note' | 'scope'>;

interface CompareScreenProps {
  /** Newest first. */
  points: Point[];
  chosen: { one: string; other: string } | null;
  comparison: PointComparisonView | null;
  problem: Pick<AppError, 'message' | 'hint'> | null;
}

function Choice({
  name,
  label,
  points,
  value,
  format,
}: {
  name: string;
  label: string;
  points: Point[];
  value: string;
  format: Format;
}) {
  const { words } = format;
  const named = ({ createdAt, scope, note }: Point) =>
    [format.full(createdAt), words(`scope.${scope.kind}`), note].filter(Boolean).join(' · ');
  return (
    <label>
      <span>{label}</span>
      <select className="bk-input" name={name} defaultValue={value}>
        {points.map((point) => (
          <option key={point.id} value={point.id}>
            {named(point)}
          </option>
        ))}
      </select>
    </label>
  );
}

function sentenceOf({ points, comparison, problem }: CompareScreenProps, { words }: Format) {
  if (points.length < 2) return { mark: 'unknown', text: words('state.compare.tooFew') } as const;
  if (problem) return { mark: 'bad', text: words('state.compare.failed') } as const;
  if (!comparison) return { mark: 'unknown', text: words('state.compare.title') } as const;
  return comparison.same
    ? ({ mark: 'safe', text: words('state.compare.same') } as const)
    : ({ mark: 'unknown', text: words('state.compare.differ') } as const);
}

/** The state of any two recovery points side by side, from what their manifests signed. */
export function CompareScreen(props: CompareScreenProps) {
  const format = useFormat();
  const { words } = format;
  const { points, chosen, comparison, problem } = props;
  const { mark, text } = sentenceOf(props, format);
  return (
    <Page>
      <Lead
        mark={mark}
        page="compare"
        sentence={text}
        reason={problem ? sentences(problem.message, problem.hint) : words('state.compare.reason')}
      />
      <StateTabs tab="compare" />
      {points.length < 2 ? (
        <div className="bk-sec">
          <Empty icon={GitCompareArrows}>{words('state.compare.empty')}</Empty>
        </div>
      ) : (
        <form method="get" className="bk-flt bk-compare">
          <Choice
            name="one"
            label={words('state.compare.one')}
            points={points}
            value={chosen?.one ?? points[1]?.id ?? ''}
            format={format}
          />
          <Choice
            name="other"
            label={words('state.compare.other')}
            points={points}
            value={chosen?.other ?? points[0]?.id ?? ''}
            format={format}
          />
          <Button type="submit">{words('state.compare.act')}</Button>
        </form>
      )}
      {comparison ? <ComparisonTables comparison={comparison} /> : null}
    </Page>
  );
}

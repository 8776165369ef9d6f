'use client';

import { CircleX, LockKeyhole } from 'lucide-react';
import { useRef } from 'react';
import type { SeedPreviewView, SeedStateView } from '@/lib/backup';
import type { Card } from '../contract';
import { sentences } from '../format/sentences';
import { type Format, useFormat } from '../format/use-format';
import { newIdempotencyKey } from '../run/idempotency-key';
import { FactList } from '../ui/fact-list';
import type { Mark } from '../ui/icons';
import { Lead } from '../ui/lead';
import { Note } from '../ui/note';
import { Page } from '../ui/page';
import { useRouter } from '../ui/router';
import { UnavailablePage } from '../ui/unavailable-page';
import { ActDialog } from './act-dialog';
import { SeedLocks } from './seed-locks';
import { SeedPreview } from './seed-preview';
import type { StateActions } from './state-actions';
import { StateTabs } from './state-tabs';

const MARKS: Record<SeedStateView['status'], Mark> = {
  completed: 'safe',
  never: 'unknown',
  seeding: 'running',
  stale: 'warn',
  failed: 'bad',
};

type Actions = Pick<StateActions, 'startSeed' | 'resetSeed'>;

interface SeedScreenProps {
  seed: Card<SeedStateView>;
  preview: Card<SeedPreviewView>;
  actions: Actions;
}

function Acts({
  seed,
  preview,
  actions,
  format,
}: {
  seed: SeedStateView;
  preview: SeedPreviewView | null;
  actions: Actions;
  format: Format;
}) {
  const { words } = format;
  const router = useRouter();
  const key = useRef('');
  const does = preview?.does;
  const startedAt = seed.startedAt;
  return (
    <div className="bk-btns">
      {seed.canReset && startedAt ? (
        <ActDialog
          label={words('state.seed.reset')}
          title={words('state.seed.resetTitle')}
          description={words('state.seed.resetText')}
          act={words('state.seed.resetAct')}
          submit={() => actions.resetSeed({ startedAt })}
          onDone={() => router.refresh()}
        />
      ) : null}
      {does === 'fill' || does === 'mark' ? (
        <ActDialog
          label={words(`state.seed.${does}`)}
          look="ink"
          title={words(`state.seed.${does}Title`)}
          description={words(preview && preview.nonEmpty > 0 ? 'state.seed.fillOverText' : `state.seed.${does}Text`, {
            n: preview?.adds ?? 0,
            tables: preview?.nonEmpty ?? 0,
          })}
          act={words(`state.seed.${does}Act`)}
          submit={() => {
            key.current ||= newIdempotencyKey();
            return actions.startSeed({ does, idempotencyKey: key.current });
          }}
          onDone={({ runId }) => router.push(`/admin/backups/runs/${runId}`)}
        />
      ) : null}
    </div>
  );
}

function Times({ seed, format }: { seed: SeedStateView; format: Format }) {
  const { words } = format;
  return (
    <aside className="bk-facts" aria-label={words('state.seed.side')}>
      <FactList
        title={words('state.seed.side')}
        facts={[
          { name: words('state.seed.status'), value: words(`state.seed.words.${seed.status}`) },
          seed.startedAt
            ? { name: words('migrations.started'), value: <bdi>{format.full(seed.startedAt)}</bdi> }
            : null,
          seed.completedAt
            ? { name: words('migrations.ended'), value: <bdi>{format.full(seed.completedAt)}</bdi> }
            : null,
          seed.ageMs === null
            ? null
            : { name: words('state.seed.age'), value: <bdi>{format.duration(seed.ageMs)}</bdi> },
        ]}
      />
      <section>
        <h2>{words('state.seed.meaning')}</h2>
        <p className="bk-fp">{words('state.seed.meaningText')}</p>
      </section>
    </aside>
  );
}

/** How the first data got in, who holds the lock, and what seeding now would do. */
export function SeedScreen({ seed: card, preview, actions }: SeedScreenProps) {
  const format = useFormat();
  const { words } = format;
  if (card.state === 'unavailable') return <UnavailablePage error={card.error} />;
  const seed = card.value;
  const would = preview.state === 'known' ? preview.value : null;
  const ago = seed.startedAt ? format.ago(seed.startedAt) : '';
  return (
    <Page>
      <Lead
        mark={MARKS[seed.status]}
        page="seed"
        sentence={words(`state.seed.title.${seed.status}`, { ago })}
        reason={
          <>
            {words(`state.seed.why.${seed.status}`)}
            {seed.error ? (
              <>
                {' '}
                <bdi>{sentences(seed.error)}</bdi>
              </>
            ) : null}
          </>
        }
        actions={<Acts seed={seed} preview={would} actions={actions} format={format} />}
      />
      <div className="bk-notes">
        {seed.status === 'seeding' && seed.locks.length === 0 ? (
          <Note tone="warn" icon={LockKeyhole} title={words('state.seed.noHolderTitle')}>
            {words('state.seed.noHolderText')}
          </Note>
        ) : null}
        {preview.state === 'unavailable' ? (
          <Note tone="warn" icon={CircleX} title={words('state.seed.noPreview')}>
            <bdi>{sentences(preview.error.message, preview.error.hint)}</bdi>
          </Note>
        ) : null}
      </div>
      <StateTabs tab="seed" />
      <div className="bk-grid">
        <div>
          <SeedLocks locks={seed.locks} />
          {would ? <SeedPreview preview={would} /> : null}
        </div>
        <Times seed={seed} format={format} />
      </div>
    </Page>
  );
}

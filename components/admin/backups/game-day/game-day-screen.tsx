'use client';

import type { GameDayPageView } from '@/lib/backup';
import { sentences } from '../format/sentences';
import { type Format, useFormat } from '../format/use-format';
import type { Mark } from '../ui/icons';
import { Lead } from '../ui/lead';
import { Crumbs, Page } from '../ui/page';
import { DaySteps } from './day-steps';
import type { GameDayActions } from './game-day-actions';
import { PastDays } from './past-days';

function leadOf(
  { current, history }: GameDayPageView,
  format: Format,
): { mark: Mark; sentence: string; reason: string } {
  const { words } = format;
  if (current.state === 'unavailable') {
    const { message, hint } = current.error;
    return { mark: 'unknown', sentence: words('gameDay.title.unavailable'), reason: sentences(message, hint) };
  }
  if (current.value) {
    const { step, startedAt, actorName } = current.value;
    const mark = step === 'restoring' ? 'running' : 'plan';
    const reason = words('gameDay.startedBy', { when: format.ago(startedAt), name: actorName });
    return { mark, sentence: words(`gameDay.title.${step}`), reason };
  }
  const records = history.state === 'known' ? history.value.records : [];
  const last = records.find(({ outcome }) => outcome !== 'given-up');
  const reason = words('gameDay.what');
  if (!last) return { mark: 'unknown', sentence: words('gameDay.title.never'), reason };
  const sentence = words(`gameDay.title.${last.outcome}`, { ago: format.ago(last.endedAt) });
  return { mark: last.outcome === 'passed' ? 'safe' : 'bad', sentence, reason };
}

/** A recovery, rehearsed step by step beside the live site, and what came of those before. */
export function GameDayScreen({ page, actions }: { page: GameDayPageView; actions: GameDayActions }) {
  const format = useFormat();
  const { words } = format;
  const lead = leadOf(page, format);
  return (
    <Page>
      <Crumbs
        label={words('nav.breadcrumb')}
        path={[{ name: words('runbook.nav'), href: '/admin/backups/runbook' }]}
        here={words('gameDay.pageTitle')}
      />
      <Lead page="game-day" {...lead} />
      {page.current.state === 'known' ? (
        <section className="bk-sec" aria-labelledby="bk-steps">
          <div className="bk-sec-h">
            <h2 className="bk-h2" id="bk-steps">
              {words('gameDay.steps')}
            </h2>
            <span className="bk-3">{words('gameDay.beside')}</span>
          </div>
          <DaySteps day={page.current.value} choices={page.choices} actions={actions} />
        </section>
      ) : null}
      <PastDays history={page.history} />
    </Page>
  );
}

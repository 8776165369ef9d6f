'use client';

import type { ReactNode } from 'react';
import type { Card, PolicyActions, PolicyView, PrunePlanView } from '../contract';
import { useFormat } from '../format/use-format';
import { FactList } from '../ui/fact-list';
import { Lead } from '../ui/lead';
import { Page } from '../ui/page';
import { Time } from '../ui/time';
import { PolicyForm } from './policy-form';
import { PrunePreview } from './prune-preview';

interface SettingsScreenProps {
  view: PolicyView;
  plan: Card<PrunePlanView>;
  actions: PolicyActions;
  /** Sections of others, at the side. */
  children?: ReactNode;
}

/** The policy: what is promised, by whom, and what it lets go. */
export function SettingsScreen({ view, plan, actions, children }: SettingsScreenProps) {
  const { words, number, full } = useFormat();
  const { policy } = view;
  const saved = view.savedAt ? <Time at={view.savedAt} clock /> : null;
  return (
    <Page>
      <Lead
        mark={policy.schedule.enabled ? 'plan' : 'warn'}
        page="settings"
        sentence={words(policy.schedule.enabled ? 'policy.lead' : 'policy.leadOff', {
          n: policy.schedule.times.length,
          times: policy.schedule.times.join(', '),
          zone: policy.schedule.timeZone,
        })}
        reason={words(`policy.source.${view.source}`)}
      />
      <div className="bk-grid">
        <div>
          <PolicyForm key={view.version} view={view} savePolicy={actions.savePolicy} />
          {plan.state === 'known' ? (
            <PrunePreview plan={plan.value} applyPrune={actions.applyPrune} />
          ) : (
            <p className="bk-sec bk-2">
              <bdi>{plan.error.message}</bdi>
            </p>
          )}
        </div>
        <aside className="bk-facts">
          <FactList
            title={words('policy.facts.title')}
            facts={[
              {
                name: words('policy.facts.version'),
                value: view.version === 0 ? words('policy.facts.none') : number(view.version),
              },
              saved ? { name: words('policy.facts.saved'), value: saved } : null,
              view.savedBy ? { name: words('policy.facts.by'), value: <bdi>{view.savedBy}</bdi> } : null,
              {
                name: words('policy.facts.next'),
                value: view.nextRunAt ? <bdi>{full(view.nextRunAt)}</bdi> : words('history.scheduleOff'),
              },
            ]}
          />
          <section>
            <h2>{words('policy.callers.title')}</h2>
            <p className="bk-fp">{words('policy.callers.text')}</p>
          </section>
          {children}
        </aside>
      </div>
    </Page>
  );
}

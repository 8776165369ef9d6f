'use client';

import type { ReadinessView } from '@/lib/backup';
import { useFormat } from '../format/use-format';
import { Lead } from '../ui/lead';
import { ButtonLink } from '../ui/link';
import { Page } from '../ui/page';
import { CheckItem, vouchedNames } from './check-item';
import { findingWords } from './finding-words';
import type { ReadinessActions } from './readiness-actions';
import { VariableTable } from './variable-table';
import { whereToGo } from './where-to-go';

/** The checklist of the guide, looked at now: how many points hold, and the one next step. */
export function ReadinessScreen({ readiness, actions }: { readiness: ReadinessView; actions: ReadinessActions }) {
  const format = useFormat();
  const { words } = format;
  const { ready, score, of, next, checks } = readiness;
  const place = next && whereToGo(next.item, next.finding);
  return (
    <Page>
      <Lead
        mark={ready ? 'safe' : 'bad'}
        page="readiness"
        sentence={words(ready ? 'readiness.title.ready' : 'readiness.title.open', { score, of })}
        reason={
          next ? (
            <>
              <bdi>{findingWords('found', next.finding, format)}</bdi> {findingWords('do', next.finding, format)}
            </>
          ) : (
            words('readiness.why.ready')
          )
        }
        actions={
          place ? (
            <ButtonLink look="ink" href={place.href} prefetch={false}>
              {words('readiness.next')}: {words(`readiness.link.${place.link}`)}
            </ButtonLink>
          ) : null
        }
      />
      <section className="bk-sec" aria-labelledby="bk-checklist">
        <div className="bk-sec-h">
          <h2 className="bk-h2" id="bk-checklist">
            {words('readiness.list')}
          </h2>
        </div>
        <ol className="bk-panel bk-rds">
          {checks.map((check) => (
            <CheckItem key={check.item} check={check} names={vouchedNames(readiness, check.item)} actions={actions} />
          ))}
        </ol>
      </section>
      <VariableTable variables={readiness.variables} />
    </Page>
  );
}

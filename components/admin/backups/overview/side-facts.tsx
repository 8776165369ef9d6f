'use client';

import type { OverviewView } from '../contract';
import { useWords } from '../format/words';
import { CopiesFact } from './copies-fact';
import { DatabaseFact, MigrationsFact, SeedFact } from './database-facts';
import { CardFact } from './fact';
import { ReplacedFact } from './replaced-fact';
import { ContentFact, EnginesFact } from './site-facts';

export function SideFacts({ overview }: { overview: OverviewView }) {
  const words = useWords();
  return (
    <aside className="bk-facts" aria-label={words('facts.label')}>
      <CardFact title={words('facts.database')} card={overview.database} word={words('facts.notReached')}>
        {(value) => <DatabaseFact value={value} />}
      </CardFact>
      <CardFact title={words('facts.migrations')} card={overview.migrations}>
        {(value) => <MigrationsFact value={value} />}
      </CardFact>
      <CardFact title={words('facts.seed')} card={overview.seed}>
        {(value) => <SeedFact value={value} />}
      </CardFact>
      <CardFact title={words('facts.content')} card={overview.content}>
        {(value) => <ContentFact value={value} />}
      </CardFact>
      <CardFact title={words('facts.copies')} card={overview.storage}>
        {(value) => <CopiesFact value={value} />}
      </CardFact>
      <CardFact title={words('facts.replaced')} card={overview.replaced}>
        {(value) => <ReplacedFact value={value} />}
      </CardFact>
      <CardFact title={words('facts.made')} card={overview.engines}>
        {(value) => <EnginesFact value={value} />}
      </CardFact>
    </aside>
  );
}

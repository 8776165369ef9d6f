'use client';

import { TriangleAlert } from 'lucide-react';
import type { DatabaseStateView } from '@/lib/backup';
import { useFormat } from '../format/use-format';
import type { Mark } from '../ui/icons';
import { Lead } from '../ui/lead';
import { Note } from '../ui/note';
import { Page } from '../ui/page';
import { BlockingSessions } from './blocking-sessions';
import { ConnectionList } from './connection-list';
import { DatabaseSide } from './database-side';
import { LargestTables } from './largest-tables';
import { ProviderPanel } from './provider-panel';
import { StateTabs } from './state-tabs';

type Sentence = { mark: Mark; key: 'blocked' | 'ended' | 'pooled' | 'soon' | 'fine' };

/** The worst first. */
function sentenceOf({ blocking, prepared, support, connections }: DatabaseStateView): Sentence {
  if (blocking.some(({ locks }) => locks.length > 0) || prepared.length > 0) return { mark: 'warn', key: 'blocked' };
  const dumps = connections.at(-1);
  if (dumps?.pooling.mode === 'transaction') return { mark: 'bad', key: 'pooled' };
  if (support.state === 'ended') return { mark: 'warn', key: 'ended' };
  return support.state === 'ends-soon' ? { mark: 'warn', key: 'soon' } : { mark: 'safe', key: 'fine' };
}

/** The database as a whole: how it is reached, who would keep a dump waiting, what grows, who runs it. */
export function DatabaseScreen({ database }: { database: DatabaseStateView }) {
  const format = useFormat();
  const { words } = format;
  const { mark, key } = sentenceOf(database);
  const { support, version } = database;
  const endsOn = support.endsOn ? format.date(support.endsOn) : '';
  const support_ = words(`state.database.support.${support.state}`, { date: endsOn });
  return (
    <Page>
      <Lead
        mark={mark}
        page="database"
        sentence={words(`state.database.title.${key}`, { version })}
        reason={`${words(`state.database.why.${key}`, { date: endsOn })} ${key === 'fine' ? support_ : ''}`.trim()}
      />
      <StateTabs tab="database" />
      {database.tablesLocked ? (
        <div className="bk-notes">
          <Note tone="warn" icon={TriangleAlert} title={words('state.database.lockedTitle')}>
            {words('state.database.lockedText')}
          </Note>
        </div>
      ) : null}
      <div className="bk-grid">
        <div>
          <ConnectionList database={database} />
          <BlockingSessions blocking={database.blocking} prepared={database.prepared} />
          <LargestTables growth={database.growth} />
          <ProviderPanel database={database} />
        </div>
        <DatabaseSide database={database} support={support_} />
      </div>
    </Page>
  );
}

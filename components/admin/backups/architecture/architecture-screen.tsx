'use client';

import type { ArchitectureView } from '@/lib/backup';
import { type Format, useFormat } from '../format/use-format';
import { StateTabs } from '../state/state-tabs';
import { FactList } from '../ui/fact-list';
import { Lead } from '../ui/lead';
import { Link } from '../ui/link';
import { Page } from '../ui/page';
import { Time } from '../ui/time';
import { ArchitectureTable, gapsOf } from './architecture-table';

function Side({ architecture, format }: { architecture: ArchitectureView; format: Format }) {
  const { words } = format;
  const { database, content, backup } = architecture;
  const side = (key: string) => words(`readiness.architecture.side.${key}`);
  const text = (value: string | null) => (value ? <bdi>{value}</bdi> : side('none'));
  const verified = backup?.verifiedAt ? <Time at={backup.verifiedAt} /> : side('never');
  const restored = backup?.whole === false ? side('gone') : verified;
  return (
    <aside className="bk-facts bk-ar-side" aria-label={words('readiness.architecture.title')}>
      {backup ? (
        <FactList
          title={side('backup')}
          facts={[
            {
              name: side('point'),
              value: (
                <Link className="bk-link" href={`/admin/backups/${backup.id}`} prefetch={false}>
                  <Time at={backup.createdAt} />
                </Link>
              ),
            },
            { name: side('restored'), value: restored },
            { name: side('copies'), value: text(backup.copiedTo.join(', ')) },
          ]}
        />
      ) : null}
      {database ? (
        <FactList
          title={side('database')}
          facts={[
            { name: side('name'), value: text(database.name) },
            { name: side('host'), value: text(database.host) },
            { name: side('version'), value: text(`PostgreSQL ${database.version}`) },
          ]}
        />
      ) : null}
      {content ? (
        <FactList
          title={side('content')}
          facts={[
            { name: side('folder'), value: text(content.path) },
            { name: side('commit'), value: text(`${content.head.slice(0, 7)} ${content.branch ?? ''}`.trim()) },
            { name: side('remote'), value: text(content.remote) },
          ]}
        />
      ) : null}
    </aside>
  );
}

/** Each kind of data: where it is, how it is kept, by what it is proven, and what is missing. */
export function ArchitectureScreen({ architecture }: { architecture: ArchitectureView }) {
  const format = useFormat();
  const { words } = format;
  const lacking = architecture.rows.filter((row) => gapsOf(row).length > 0).length;
  const bad = architecture.backup === null;
  return (
    <Page>
      <Lead
        mark={lacking === 0 ? 'safe' : bad ? 'bad' : 'warn'}
        page="architecture"
        sentence={words(`readiness.architecture.lead.${lacking === 0 ? 'whole' : 'missing'}`, { n: lacking })}
        reason={words('readiness.architecture.why')}
      />
      <StateTabs tab="architecture" />
      <Side architecture={architecture} format={format} />
      <ArchitectureTable architecture={architecture} />
    </Page>
  );
}

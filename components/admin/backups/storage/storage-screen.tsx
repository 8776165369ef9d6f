'use client';

import { type ReactNode, useEffect } from 'react';
import type { StorageActions, StoragePageView } from '../contract';
import { type Format, useFormat } from '../format/use-format';
import type { Mark } from '../ui/icons';
import { Lead } from '../ui/lead';
import { Page } from '../ui/page';
import { useRouter } from '../ui/router';
import { DestinationTable, placeName } from './destination-table';
import { PointTable } from './point-table';
import { useStorageActs } from './use-storage-acts';

const LOOK_AGAIN_MS = 3000;

function lead({ destinations }: StoragePageView, format: Format) {
  const { words } = format;
  const sum = (key: 'missing' | 'failed') => destinations.reduce((total, place) => total + place[key], 0);
  const said = (mark: Mark, key: string, values: Record<string, string | number> = {}) => ({
    mark,
    sentence: words(`storage.title.${key}`, values),
    reason: words(`storage.why.${key}`),
  });
  const down = destinations.find(({ error }) => error !== null);
  if (down) return said('bad', 'down', { name: placeName(down, format) });
  if (sum('failed') > 0) return said('bad', 'failed', { n: sum('failed') });
  if (destinations.length === 1) return said('warn', 'alone');
  if (sum('missing') > 0) return said('warn', 'behind', { n: sum('missing') });
  return said('safe', 'copied', { n: destinations.length });
}

interface StorageScreenProps {
  storage: StoragePageView;
  actions: StorageActions;
  /** Further sections. */
  children?: ReactNode;
}

/** Where is everything stored, does each place work, and which copy is missing? */
export function StorageScreen({ storage, actions, children }: StorageScreenProps) {
  const format = useFormat();
  const router = useRouter();
  const { test, copy, testing } = useStorageActs(actions);
  const copying = storage.points.some(({ copies }) => copies.some(({ state }) => state === 'copying'));
  useEffect(() => {
    if (!copying) return;
    const timer = setInterval(() => router.refresh(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [copying, router]);
  return (
    <Page>
      <Lead page="storage" {...lead(storage, format)} />
      <div className="bk-places">
        <DestinationTable destinations={storage.destinations} testing={testing} onTest={test} />
        {storage.lockDays > 0 ? <p className="bk-3">{format.words('storage.lock', { n: storage.lockDays })}</p> : null}
        {children}
        <PointTable points={storage.points} onCopy={copy} />
      </div>
    </Page>
  );
}

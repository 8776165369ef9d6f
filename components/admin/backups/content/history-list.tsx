'use client';

import { Search } from 'lucide-react';
import { useRef } from 'react';
import type { ContentHistoryView } from '../contract';
import { useWords } from '../format/words';
import { useShortcuts } from '../shell/shortcuts';
import { Button } from '../ui/button';
import { Link } from '../ui/link';
import { contentPage } from './addresses';
import { CommitList } from './commit-list';
import { visibleText } from './foreign';
import { type FoundItem, FoundItems } from './found-items';

interface HistoryListProps {
  history: ContentHistoryView;
  /** Files that are named like the filter. */
  found: FoundItem[];
  before: string | null;
  done: string | null;
}

/** The commits with their filters, which stand in the address: a plain form, no script needed. */
export function HistoryList({ history, found, before, done }: HistoryListProps) {
  const words = useWords();
  const search = useRef<HTMLInputElement>(null);
  useShortcuts({ '/': () => search.current?.focus() });
  const { filters, commits, nextCursor, authors } = history;
  const filtered = Object.values(filters).some(Boolean);
  const older = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
  if (nextCursor) older.set('before', nextCursor);
  return (
    <>
      <form className="bk-flt" method="get">
        <span className="bk-find">
          <Search size={16} strokeWidth={1.75} aria-hidden="true" />
          <input
            ref={search}
            className="bk-input"
            name="path"
            type="search"
            defaultValue={filters.path}
            placeholder={words('content.find')}
            aria-label={words('content.find')}
          />
        </span>
        <select
          className="bk-input"
          name="author"
          defaultValue={filters.author ?? ''}
          aria-label={words('content.author')}
        >
          <option value="">{words('content.anyone')}</option>
          {authors.map((author) => (
            <option key={author} value={author}>
              {visibleText(author)}
            </option>
          ))}
        </select>
        <label>
          {words('content.since')} <input className="bk-input" name="since" type="date" defaultValue={filters.since} />
        </label>
        <label>
          {words('content.until')} <input className="bk-input" name="until" type="date" defaultValue={filters.until} />
        </label>
        <Button type="submit">{words('content.filter')}</Button>
        {filtered ? (
          <Link className="bk-link" href={contentPage()}>
            {words('content.clear')}
          </Link>
        ) : null}
      </form>
      <FoundItems items={found} />
      {commits.length === 0 && found.length === 0 ? (
        <p className="bk-2 bk-sec">{words(filtered ? 'content.noneSuch' : 'content.none')}</p>
      ) : null}
      <CommitList commits={commits} highlight={done} />
      <div className="bk-foot">
        {before ? (
          <Link className="bk-link" href={contentPage()}>
            {words('content.newest')}
          </Link>
        ) : (
          <span />
        )}
        {nextCursor ? (
          <Link className="bk-link" href={contentPage(`?${older}`)} prefetch={false}>
            {words('content.older')}
          </Link>
        ) : null}
      </div>
    </>
  );
}

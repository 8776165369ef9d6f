'use client';

import type { FoundItemView } from '../contract';
import { useWords } from '../format/words';
import { Link } from '../ui/link';
import { filePage } from './addresses';
import { Foreign } from './foreign';

/** A found file with the token of its address. */
export type FoundItem = FoundItemView & { token: string };

const SHOWN = 8;

/** Files that are named as was asked; each leads to its history. */
export function FoundItems({ items }: { items: FoundItem[] }) {
  const words = useWords();
  if (items.length === 0) return null;
  return (
    <section className="bk-found" aria-labelledby="bk-found">
      <h2 className="bk-day" id="bk-found">
        {words('content.found', { n: items.length })}
      </h2>
      <ul>
        {items.slice(0, SHOWN).map(({ path, title, token }) => (
          <li key={path}>
            <Link className="bk-found-i" href={filePage(token)} prefetch={false}>
              {title ? (
                <>
                  <Foreign text={title} />{' '}
                </>
              ) : null}
              <span className={title ? 'bk-3' : undefined}>
                <Foreign text={path} mono />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {items.length > SHOWN ? <p className="bk-3">{words('content.foundMore', { n: items.length - SHOWN })}</p> : null}
    </section>
  );
}

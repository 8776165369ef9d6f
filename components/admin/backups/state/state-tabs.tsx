'use client';

import { useWords } from '../format/words';
import { Link } from '../ui/link';

export const STATE_PAGES = [
  { tab: 'migrations', href: '/admin/backups/migrations' },
  { tab: 'seed', href: '/admin/backups/seed' },
  { tab: 'database', href: '/admin/backups/database' },
  { tab: 'compare', href: '/admin/backups/compare' },
  { tab: 'architecture', href: '/admin/backups/architecture' },
] as const;

/** The parts of the state, one page each. */
export function StateTabs({ tab }: { tab: (typeof STATE_PAGES)[number]['tab'] }) {
  const words = useWords();
  return (
    <div className="bk-tabs-row">
      <nav className="bk-tabs" aria-label={words('state.tabs')}>
        {STATE_PAGES.map(({ tab: name, href }) => (
          <Link key={name} href={href} prefetch={false} aria-current={name === tab ? 'page' : undefined}>
            {words(`state.tab.${name}`)}
          </Link>
        ))}
      </nav>
    </div>
  );
}

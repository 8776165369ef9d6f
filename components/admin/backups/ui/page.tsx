import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from './link';

/** The measure of every page. */
export function Page({ children }: { children: ReactNode }) {
  return <div className="bk-wrap bk-page">{children}</div>;
}

interface CrumbsProps {
  label: string;
  path: { name: string; href: string }[];
  here: ReactNode;
}

export function Crumbs({ label, path, here }: CrumbsProps) {
  return (
    <nav className="bk-crumb" aria-label={label}>
      {path.map(({ name, href }) => (
        <span className="bk-crumb-step" key={href}>
          <Link href={href}>{name}</Link>
          <ChevronRight className="bk-flip" size={14} strokeWidth={2} aria-hidden="true" />
        </span>
      ))}
      <span aria-current="page" className="bk-2">
        {here}
      </span>
    </nav>
  );
}

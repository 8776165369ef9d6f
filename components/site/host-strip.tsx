import type { ReactNode } from 'react';
import { Link } from '@/i18n/navigation';

interface Props {
  site: string;
  /** Where the name of the site leads. */
  href: string;
  /** What follows the name of the site: the area, with its own link. */
  area?: { label: string; href: string };
  children: ReactNode;
}

/** The slim strip at the top of every page of this application. */
export function HostStrip({ site, href, area, children }: Props) {
  return (
    <header className="border-b border-line bg-strip text-[13px] leading-none text-ink-3">
      <div className="host-wrap flex min-h-10 items-center gap-2.5">
        <Link href={href} className="truncate py-2.5 font-semibold text-ink hover:underline hover:underline-offset-4">
          <bdi>{site}</bdi>
        </Link>
        {area && (
          <Link
            href={area.href}
            className="shrink-0 py-2.5 font-medium hover:text-ink hover:underline hover:underline-offset-4"
          >
            {area.label}
          </Link>
        )}
        <div className="-me-2 ms-auto flex shrink-0 items-center gap-1">{children}</div>
      </div>
    </header>
  );
}

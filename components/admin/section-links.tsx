import { ArrowRight, type LucideIcon } from 'lucide-react';
import { Link } from '@/i18n/navigation';

interface Props {
  sections: { href: string; title: string; body: string; icon: LucideIcon }[];
}

export function SectionLinks({ sections }: Props) {
  return (
    <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
      {sections.map(({ href, title, body, icon: Icon }) => (
        <li key={href}>
          <Link
            href={href}
            className="group flex h-full gap-3 rounded-lg border border-line bg-surface p-4 transition-colors hover:border-edge hover:bg-hover"
          >
            <Icon aria-hidden size={18} className="mt-0.5 shrink-0 text-ink-3" />
            <span className="grid flex-1 content-start gap-1">
              <span className="text-sm font-semibold">{title}</span>
              <span className="text-[13px]/5 text-pretty text-ink-2">{body}</span>
            </span>
            <ArrowRight
              aria-hidden
              size={16}
              className="mt-0.5 shrink-0 text-ink-3 group-hover:text-ink rtl:-scale-x-100"
            />
          </Link>
        </li>
      ))}
    </ul>
  );
}

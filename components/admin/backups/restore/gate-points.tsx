import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface GatePoint {
  key: string;
  icon: LucideIcon;
  tone?: 'ok' | 'warn';
  text: ReactNode;
}

/** What protects the site and what to expect, one line each. */
export function GatePoints({ points }: { points: (GatePoint | null)[] }) {
  return (
    <ul className="bk-points">
      {points
        .filter((point) => point !== null)
        .map(({ key, icon: Icon, tone, text }) => (
          <li key={key}>
            <Icon className={tone ? `bk-${tone}` : 'bk-3'} size={16} strokeWidth={1.75} aria-hidden="true" />
            <span>{text}</span>
          </li>
        ))}
    </ul>
  );
}

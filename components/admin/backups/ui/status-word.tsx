import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  CircleX,
  type LucideIcon,
  TriangleAlert,
  Unplug,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { HistoryStatus } from '../contract';
import { Spinner, type Tone } from './icons';

export type Sign = Tone | 'spin';

const TONE_ICONS: Record<Tone, LucideIcon> = {
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: CircleX,
  mute: CircleDashed,
  acc: CircleAlert,
};

/** Icon in the state's colour, word in ink. */
export function StatusWord({ sign, icon, children }: { sign: Sign; icon?: LucideIcon; children: ReactNode }) {
  const Icon = sign === 'spin' ? null : (icon ?? TONE_ICONS[sign]);
  return (
    <span className="bk-st">
      {Icon ? <Icon className={`bk-${sign}`} size={16} strokeWidth={1.75} aria-hidden="true" /> : <Spinner />}
      {children}
    </span>
  );
}

const HISTORY_SIGNS: Record<HistoryStatus, { sign: Sign; icon?: LucideIcon }> = {
  good: { sign: 'ok' },
  unchecked: { sign: 'warn', icon: CircleAlert },
  damaged: { sign: 'bad', icon: Ban },
  failed: { sign: 'bad' },
  missed: { sign: 'bad', icon: CircleDashed },
  cancelled: { sign: 'mute', icon: CircleSlash },
  lost: { sign: 'bad', icon: Unplug },
  running: { sign: 'spin' },
};

export function HistoryStatusWord({ status, children }: { status: HistoryStatus; children: ReactNode }) {
  return <StatusWord {...HISTORY_SIGNS[status]}>{children}</StatusWord>;
}

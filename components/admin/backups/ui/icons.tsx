import type { ReactNode } from 'react';

export type Tone = 'ok' | 'warn' | 'bad' | 'mute' | 'acc';
export type Mark = 'safe' | 'warn' | 'bad' | 'unknown' | 'running' | 'cancelled' | 'plan';

export function Spinner({ size = 16 }: { size?: number }) {
  return (
    <svg className="bk-spin" width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <circle cx="12" cy="12" r="9.5" stroke="var(--bk-line-2)" strokeWidth="2.5" />
      <path d="M12 2.5A9.5 9.5 0 0 1 21.5 12" stroke="var(--bk-accent)" strokeWidth="2.5" strokeLinecap="round" />
    </svg>
  );
}

const SHAPES: Record<Exclude<Mark, 'running'>, ReactNode> = {
  safe: (
    <>
      <circle cx="12" cy="12" r="10" fill="var(--bk-ok-fill)" />
      <path d="m7.8 12.3 2.9 2.9 5.6-6" fill="none" stroke="var(--bk-surface)" strokeWidth="2" strokeLinejoin="round" />
    </>
  ),
  warn: (
    <>
      <path
        d="M12 2.6 22.6 21H1.4z"
        fill="var(--bk-warn-fill)"
        stroke="var(--bk-warn-fill)"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
      <path d="M12 9.5v5M12 17.8v.1" stroke="var(--bk-surface)" strokeWidth="2" />
    </>
  ),
  bad: (
    <>
      <path d="M8 2h8l6 6v8l-6 6H8l-6-6V8z" fill="var(--bk-bad-fill)" />
      <path d="m8.8 8.8 6.4 6.4m0-6.4-6.4 6.4" stroke="var(--bk-surface)" strokeWidth="2" />
    </>
  ),
  unknown: (
    <circle cx="12" cy="12" r="9.5" fill="none" stroke="var(--bk-control)" strokeWidth="1.75" strokeDasharray="3.5 3" />
  ),
  plan: (
    <g fill="none" stroke="var(--bk-ink-2)" strokeWidth="1.75" strokeLinejoin="round">
      <path d="M3 12a9 9 0 1 0 2.8-6.5L3 8" />
      <path d="M3 3v5h5M12 7.5V12l3 2" />
    </g>
  ),
  cancelled: (
    <>
      <circle cx="12" cy="12" r="9.5" fill="none" stroke="var(--bk-control)" strokeWidth="1.75" />
      <path d="M8.5 15.5l7-7" stroke="var(--bk-control)" strokeWidth="1.75" />
    </>
  ),
};

/** The mark before a status sentence: shapes differ, so that colour is never alone. */
export function SentenceMark({ mark }: { mark: Mark }) {
  if (mark === 'running') return <Spinner size={22} />;
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" strokeLinecap="round" aria-hidden="true">
      {SHAPES[mark]}
    </svg>
  );
}

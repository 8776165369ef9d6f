const SHAPE =
  'inline-flex min-h-9 items-center justify-center gap-2 rounded-md px-3.5 text-[13px] font-medium transition-colors max-sm:min-h-11 max-sm:text-sm disabled:cursor-default disabled:opacity-60';

/** Ink is the one main act of a page, plain is every other. */
export const BUTTON = {
  ink: `${SHAPE} bg-ink text-on-ink enabled:hover:bg-ink-hover [a&]:hover:bg-ink-hover`,
  plain: `${SHAPE} border border-edge bg-surface text-ink enabled:hover:bg-hover [a&]:hover:bg-hover`,
} as const;

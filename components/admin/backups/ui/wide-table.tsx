import type { ReactNode } from 'react';

/** Lets a table that is wider than a phone scroll inside itself; with the keyboard it scrolls while it has the focus. */
export function WideTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className="bk-tw" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}

'use client';

import { createContext, type ReactNode, useContext, useEffect, useRef } from 'react';

const FirstPage = createContext<{ current: boolean } | null>(null);

/** Knows whether a page is the first one seen, so that only a later one takes the focus. */
export function HeadingFocus({ children }: { children: ReactNode }) {
  const first = useRef(true);
  return <FirstPage.Provider value={first}>{children}</FirstPage.Provider>;
}

/** The h1. It takes the focus when the reader came here from another page of the module. */
export function PageHeading({ children, of }: { children: ReactNode; of: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useContext(FirstPage);
  useEffect(() => {
    const page = of;
    if (!first || page === '') return;
    if (first.current) first.current = false;
    else heading.current?.focus({ preventScroll: true });
  }, [first, of]);
  return (
    <h1 className="bk-h1" id="bk-heading" tabIndex={-1} ref={heading}>
      {children}
    </h1>
  );
}

import type { ReactNode } from 'react';
import './globals.css';

/** The document itself belongs to `[locale]/layout.tsx`, which knows language and direction. */
export default function RootLayout({ children }: { children: ReactNode }) {
  return children;
}

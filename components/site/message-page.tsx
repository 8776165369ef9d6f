import type { ReactNode } from 'react';

interface Props {
  title: string;
  body: string;
  children: ReactNode;
}

/** A page with one thing to say and the ways on. */
export function MessagePage({ title, body, children }: Props) {
  return (
    <main
      id="content"
      className="host-wrap grid min-h-[70dvh] place-content-center justify-items-center py-10 text-center"
    >
      <h1 className="text-[22px]/[30px] font-semibold tracking-[-0.018em]">{title}</h1>
      <p className="mt-2 max-w-[56ch] text-sm/6 text-pretty text-ink-2">{body}</p>
      <div className="mt-6 flex flex-wrap items-center justify-center gap-3">{children}</div>
    </main>
  );
}

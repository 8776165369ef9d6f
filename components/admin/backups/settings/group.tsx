import type { ReactNode } from 'react';

/** Fields that belong together, under one word and one sentence. */
export function Group({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <fieldset className="bk-set">
      <legend className="bk-h2">{title}</legend>
      <p className="bk-2">{text}</p>
      <div className="bk-set-b">{children}</div>
    </fieldset>
  );
}

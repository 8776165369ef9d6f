import { Fragment, type ReactNode } from 'react';

export type NamedFact = { name: string; value: ReactNode } | null;

/** A titled list of names and values at the side of a page. */
export function FactList({ title, facts, children }: { title: string; facts: NamedFact[]; children?: ReactNode }) {
  return (
    <section>
      <h2>{title}</h2>
      <dl className="bk-dl">
        {facts.map((fact) =>
          fact === null ? null : (
            <Fragment key={fact.name}>
              <dt>{fact.name}</dt>
              <dd>{fact.value}</dd>
            </Fragment>
          ),
        )}
      </dl>
      {children}
    </section>
  );
}

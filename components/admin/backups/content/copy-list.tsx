'use client';

import type { ContentCopyView } from '../contract';
import { useFormat } from '../format/use-format';
import { ButtonLink } from '../ui/link';
import { contentPage } from './addresses';
import { FieldTable } from './field-table';
import { Foreign, visibleText } from './foreign';

/** Copies that the template made, each with its age and what it would change. A copy beside its file is no backup. */
export function CopyList({ copies }: { copies: (ContentCopyView & { token: string })[] }) {
  const format = useFormat();
  const { words } = format;
  if (copies.length === 0) return <p className="bk-2 bk-sec">{words('recovery.copies.none')}</p>;
  return (
    <section className="bk-sec bk-stack">
      <p className="bk-2">{words('recovery.copies.text')}</p>
      {copies.map(({ path, of, at, ageMs, size, same, originalThere, fields, token }) => {
        const state = same ? 'same' : originalThere ? 'differs' : 'gone';
        const made = at === null ? words('recovery.copies.undated') : format.full(at);
        const age = ageMs === null ? null : words('recovery.copies.age', { time: format.duration(ageMs) });
        return (
          <article className="bk-panel bk-file" key={path}>
            <header className="bk-file-h">
              <h2>
                <Foreign text={path} mono />
              </h2>
              {same ? null : (
                <ButtonLink
                  data-s="sm"
                  href={contentPage(`/plan?kind=copy&path=${token}`)}
                  prefetch={false}
                  aria-label={words('recovery.copies.restoreName', { path: visibleText(path) })}
                >
                  {words('recovery.copies.restore')}
                </ButtonLink>
              )}
            </header>
            <p className="bk-file-p">
              {words(`recovery.copies.${state}`, { of: visibleText(of) })}{' '}
              <bdi className="bk-3">{format.list([made, ...(age ? [age] : []), format.bytes(size)])}</bdi>
            </p>
            {fields && fields.length > 0 ? (
              <FieldTable fields={fields} words={words} title={words('recovery.copies.would')} />
            ) : null}
          </article>
        );
      })}
    </section>
  );
}

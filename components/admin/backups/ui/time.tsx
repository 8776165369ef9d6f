'use client';

import { useFormat } from '../format/use-format';

/** A moment: absolute UTC on the server, relative with the local clock beside it in the browser. */
export function Time({ at, clock = false, live = false }: { at: string; clock?: boolean; live?: boolean }) {
  const format = useFormat(live ? 'fast' : 'slow');
  const recent = format.now !== null && format.now - Date.parse(at) < 60_000;
  return (
    <>
      <time dateTime={at} title={format.both(at)}>
        <bdi>{format.ago(at)}</bdi>
      </time>
      {clock && format.now !== null && !recent ? (
        <>
          {' '}
          <bdi className="bk-3">{format.clock(at)}</bdi>
        </>
      ) : null}
    </>
  );
}

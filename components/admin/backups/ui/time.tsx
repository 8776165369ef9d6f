'use client';

import { useFormat } from '../format/use-format';

interface TimeProps {
  at: string;
  clock?: boolean;
  live?: boolean;
  /** Begins with a capital, as nothing stands before it. */
  alone?: boolean;
}

/** A moment: absolute UTC on the server, relative with the local clock beside it in the browser. */
export function Time({ at, clock = false, live = false, alone = false }: TimeProps) {
  const format = useFormat(live ? 'fast' : 'slow');
  const recent = format.now !== null && format.now - Date.parse(at) < 60_000;
  return (
    <>
      <time dateTime={at} title={format.both(at)}>
        <bdi>{alone ? format.agoAlone(at) : format.ago(at)}</bdi>
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

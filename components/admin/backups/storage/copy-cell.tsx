'use client';

import type { CopyView } from '../contract';
import { useFormat } from '../format/use-format';
import { Button } from '../ui/button';
import { CopyState } from './copy-state';

interface CopyCellProps {
  copy: CopyView;
  /** Moment of the recovery point, in words. */
  when: string;
  onCopy: () => void;
}

/** One copy of one recovery point: its state, why it failed, and the way to try at once. */
export function CopyCell({ copy, when, onCopy }: CopyCellProps) {
  const format = useFormat();
  const { words } = format;
  const { state, reason, failures, nextAttemptAt } = copy;
  const open = state === 'failed' || state === 'waiting';
  return (
    <>
      <CopyState state={state} />
      {state === 'failed' ? (
        <span className="bk-why">
          <bdi>{reason}</bdi>{' '}
          {words('storage.attempts', { n: failures, when: nextAttemptAt ? format.spoken(nextAttemptAt) : '' })}
        </span>
      ) : null}
      {open ? (
        <Button small className="bk-copy-now" onClick={onCopy}>
          {words(state === 'failed' ? 'storage.retry' : 'storage.copyNow')}
          <span className="bk-sr">: {words('storage.retryOf', { when, name: copy.destination })}</span>
        </Button>
      ) : null}
    </>
  );
}

import { setTimeout as delay } from 'node:timers/promises';
import type { NoticeMessage } from '../policy/notice';
import { DeliveryFailure, type Notifier } from './notifier';

export interface DeliveryTiming {
  /** Pauses between the tries: one more try than pauses. */
  pausesMs: readonly number[];
  /** Of one try. */
  timeoutMs: number;
}

export const DELIVERY_TIMING: DeliveryTiming = { pausesMs: [1_000, 5_000], timeoutMs: 10_000 };

/** Null once delivered, else why not. A bug of a driver counts as a failed delivery: nobody's run fails by it. */
export async function deliver(
  notifier: Notifier,
  message: NoticeMessage,
  { pausesMs, timeoutMs }: DeliveryTiming,
): Promise<DeliveryFailure | null> {
  for (let tried = 0; ; tried += 1) {
    const failed = await inTime(notifier, message, timeoutMs);
    const pause = pausesMs[tried];
    if (!failed?.retryable || pause === undefined) return failed;
    await delay(pause);
  }
}

async function inTime(notifier: Notifier, message: NoticeMessage, timeoutMs: number): Promise<DeliveryFailure | null> {
  const signal = AbortSignal.timeout(timeoutMs);
  const silence = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new DeliveryFailure('There was no answer in time.', true)), {
      once: true,
    });
  });
  try {
    await Promise.race([notifier.deliver(message, signal), silence]);
    return null;
  } catch (thrown) {
    if (thrown instanceof DeliveryFailure) return thrown;
    return new DeliveryFailure('The message could not be sent.', false, { cause: thrown });
  } finally {
    silence.catch(() => undefined);
  }
}

import type { NoticeMessage } from '../policy/notice';

export type NoticeChannel = 'email' | 'webhook' | 'slack' | 'in-app';

/** One way to people. A driver sends once and knows no retries; what went wrong is a DeliveryFailure. */
export interface Notifier {
  readonly channel: NoticeChannel;
  /** For pages: who gets it, without a secret. "2 people by mail.example.com" */
  readonly description: string;
  deliver(message: NoticeMessage, signal: AbortSignal): Promise<void>;
}

/** `message` is a sentence for an admin; the raw cause is for the log alone. */
export class DeliveryFailure extends Error {
  override readonly name = 'DeliveryFailure';

  constructor(
    message: string,
    /** Whether the same message may get through a moment later. */
    readonly retryable: boolean,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

import { canonicalJson } from '../kernel/canonical-json';
import { hmacSha256Hex } from '../kernel/digest';
import type { Notifier } from './notifier';
import { sendRequest } from './send-request';

/**
 * JSON, signed: `x-backup-signature: v1=HMAC-SHA256(secret, "<x-backup-timestamp>.<body>")` in hexadecimal. The timestamp is
 * in seconds; `x-backup-id` is the same through all tries.
 */
export function webhookNotifier({ url, secret }: { url: string; secret: string }): Notifier {
  return {
    channel: 'webhook',
    description: new URL(url).host,
    deliver: (message, signal) => {
      const body = canonicalJson({ version: 1, ...message });
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const signature = hmacSha256Hex(Buffer.from(secret), `${timestamp}.${body}`);
      const headers = {
        'content-type': 'application/json',
        'x-backup-id': message.id,
        'x-backup-timestamp': timestamp,
        'x-backup-signature': `v1=${signature}`,
      };
      return sendRequest(url, { body, headers, signal });
    },
  };
}

import { DeliveryFailure, type Notifier } from './notifier';

export interface EmailSettings {
  /** smtp://user:password@host:587 or smtps:// */
  smtpUrl: string;
  from: string;
  to: readonly string[];
}

const WORDS: Record<string, { words: string; retryable: boolean }> = {
  EAUTH: { words: 'The mail server refused the sign-in.', retryable: false },
  EENVELOPE: { words: 'The mail server refused the sender or a recipient.', retryable: false },
  EMESSAGE: { words: 'The mail server refused the message.', retryable: false },
  ETLS: { words: 'The connection to the mail server could not be encrypted.', retryable: false },
  ETIMEDOUT: { words: 'The mail server did not answer in time.', retryable: true },
};

const UNREACHABLE = { words: 'The mail server cannot be reached.', retryable: true };

const PATIENCE_MS = 10_000;

/**
 * Plain text by SMTP, one connection for each message: there are few. A server that is silent for `patienceMs` at any
 * step has its connection ended.
 */
export function emailNotifier({ smtpUrl, from, to }: EmailSettings, patienceMs = PATIENCE_MS): Notifier {
  const server = new URL(smtpUrl).host;
  return {
    channel: 'email',
    description: `${to.join(', ')} · ${server}`,
    async deliver({ id, title, text, site, link, urgent }, signal) {
      // Loaded where mail is sent at all.
      const { createTransport } = await import('nodemailer');
      const transport = createTransport(withPatience(smtpUrl, patienceMs), {
        disableFileAccess: true,
        disableUrlAccess: true,
      } as object);
      const stop = () => transport.close();
      signal.addEventListener('abort', stop, { once: true });
      try {
        await transport.sendMail({
          from,
          to: [...to],
          subject: `[${site}] ${title}`,
          text: [title, text, link ?? 'Open Backup & Recovery in the admin area.'].filter(Boolean).join('\n\n'),
          messageId: `<${id}@backup.${hostOf(from)}>`,
          headers: { 'auto-submitted': 'auto-generated' },
          ...(urgent ? { priority: 'high' as const } : {}),
        });
      } catch (cause) {
        const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
        const { words, retryable } = WORDS[code] ?? UNREACHABLE;
        const transient = cause instanceof Error && 'responseCode' in cause && isTransient(cause.responseCode);
        throw new DeliveryFailure(words, retryable || transient, { cause });
      } finally {
        signal.removeEventListener('abort', stop);
        transport.close();
      }
    },
  };
}

/**
 * Options of the transport stand in its address: beside an address all others are passed over, and what is given second
 * are defaults of messages. What the address says already holds.
 */
function withPatience(smtpUrl: string, patienceMs: number): string {
  const { searchParams } = new URL(smtpUrl);
  const missing = ['connectionTimeout', 'greetingTimeout', 'socketTimeout', 'dnsTimeout'].filter(
    (name) => !searchParams.has(name),
  );
  const options = missing.map((name) => `${name}=${patienceMs}`).join('&');
  return `${smtpUrl}${smtpUrl.includes('?') ? '&' : '?'}${options}`;
}

/** 4xx of SMTP: not now, but later. */
const isTransient = (code: unknown): boolean => typeof code === 'number' && code >= 400 && code < 500;

const hostOf = (address: string): string => /@([a-z0-9.-]+)>?\s*$/i.exec(address)?.[1] ?? 'localhost';

import { type AppFailure, AppFailure as Failure, failure } from '../../kernel/app-error';
import { REFUSED } from '../refusal';
import { ATTEMPTS } from '../with-retries';

export interface GcsStep {
  /** Reads after "could not": "store “site/2026/…”". */
  doing: string;
  /** What the service account must be allowed: "storage.objects.create". */
  permission: string;
}

interface Facts {
  /** 0 where no answer came. */
  status: number;
  /** Code of the system, for a connection that failed. */
  code: string;
  name: string;
  text: string;
}

/** The library and our own requests tell failures in different places. */
export function factsOf(error: unknown): Facts {
  const { code, status, name, message, cause } = (error ?? {}) as Record<string, unknown>;
  const inner = (cause ?? {}) as Record<string, unknown>;
  const number = [status, code].map(Number).find((each) => each >= 300 && each < 600) ?? 0;
  const system = [code, inner.code].find((each) => typeof each === 'string' && /^[A-Z_]+$/.test(each));
  return { status: number, code: String(system ?? ''), name: String(name ?? ''), text: String(message ?? '') };
}

const PASSING_STATUS = [408, 429, 500, 502, 503, 504];
const PASSING_CODE =
  /^(?:ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|UND_ERR_SOCKET|UND_ERR_\w*TIMEOUT)$/;

export function isPassing(error: unknown): boolean {
  const { status, code, name } = factsOf(error);
  return PASSING_STATUS.includes(status) || PASSING_CODE.test(code) || name === 'TimeoutError';
}

export const isAbsent = (error: unknown): boolean => {
  const { status, text } = factsOf(error);
  return status === 404 && !/bucket does not exist/i.test(text);
};

/** What the store refused, in words for an admin; raw text of the server only as the cause. */
export function gcsFailure(error: unknown, { doing, permission }: GcsStep, bucket: string): AppFailure {
  if (error instanceof Failure) return error;
  const { status, code, name, text } = factsOf(error);
  const told = (message: string, hint: string, retryable?: boolean) =>
    failure('STORAGE_DOWN', message, { hint, ...(retryable === undefined ? {} : { retryable }), cause: error });
  if (status === 404) {
    return told(`Could not ${doing}: the bucket “${bucket}” does not exist.`, 'Create it, or correct its name.', false);
  }
  if (status === 401 || /invalid_grant|Could not load the default credentials|DECODER|invalid_client/i.test(text)) {
    return told(
      `Could not ${doing}: Google does not accept the credentials.`,
      'Set BACKUP_GCS_CREDENTIALS or GOOGLE_APPLICATION_CREDENTIALS to the key of a service account.',
      false,
    );
  }
  if (status === 403) {
    return failure('STORAGE_DOWN', `No permission to ${doing}.`, {
      hint: `Give the service account ${permission} on the bucket “${bucket}”.`,
      retryable: false,
      details: REFUSED,
      cause: error,
    });
  }
  if (status >= 500 || status === 429) {
    return told(
      `Could not ${doing}: the store answered with error ${status}, ${ATTEMPTS} times in a row.`,
      'Look at the status page of Google Cloud; then try again.',
    );
  }
  if (name === 'TimeoutError') return told(`Could not ${doing}: the store fell silent.`, 'Check the network.');
  if (code !== '') {
    return told(`Could not ${doing}: the store cannot be reached (${code}).`, 'Check the network of this server.');
  }
  return told(`Could not ${doing}: the store refused it.`, 'The log has the details.');
}

import { AppFailure, failure } from '../../kernel/app-error';
import { REFUSED } from '../refusal';
import { ATTEMPTS } from '../with-retries';

interface Facts {
  name: string;
  /** Code of the system, for a connection that failed. */
  code: string;
  /** 0 where no answer came. */
  status: number;
}

export function factsOf(error: unknown): Facts {
  const { name, code, $metadata } = (error ?? {}) as {
    name?: unknown;
    code?: unknown;
    $metadata?: { httpStatusCode?: number };
  };
  return { name: String(name ?? ''), code: String(code ?? ''), status: $metadata?.httpStatusCode ?? 0 };
}

const PASSING_STATUS = [408, 429, 500, 502, 503, 504];
/** `AbortError`: a deadline of ours; who was cancelled does not ask. */
const PASSING_NAME = ['AbortError', 'TimeoutError', 'RequestTimeout', 'SlowDown', 'BadDigest', 'OperationAborted'];
const PASSING_CODE = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH'];

/** Whether the same request may succeed a moment later. */
export function isPassing(error: unknown): boolean {
  const { name, code, status } = factsOf(error);
  if (PASSING_STATUS.includes(status) || PASSING_NAME.includes(name) || PASSING_CODE.includes(code)) return true;
  // The library has corrected its clock by the answer.
  if (name === 'RequestTimeTooSkewed') return true;
  // Two writers of one key at one moment: the next try finds out who won.
  return name === 'ConditionalRequestConflict';
}

export const isAbsent = (error: unknown): boolean => {
  const { name, status } = factsOf(error);
  return name !== 'NoSuchBucket' && (name === 'NoSuchKey' || name === 'NotFound' || status === 404);
};

export const isRefused = (error: unknown): boolean => factsOf(error).status === 403;

interface Place {
  bucket: string;
  prefix: string;
  endpoint: string | null;
  region: string;
}

/** What the store refused, in words for an admin; raw text of the server only as the cause. */
export function s3Failure(error: unknown, { doing, permission }: { doing: string; permission: string }, place: Place) {
  if (error instanceof AppFailure) return error;
  const { name, code, status } = factsOf(error);
  const at = place.endpoint ?? `AWS (${place.region})`;
  const told = (message: string, hint: string, retryable?: boolean) =>
    failure('STORAGE_DOWN', message, { hint, ...(retryable === undefined ? {} : { retryable }), cause: error });
  switch (name) {
    case 'NoSuchBucket':
      return told(
        `Could not ${doing}: the bucket “${place.bucket}” does not exist.`,
        'Create it, or correct its name.',
        false,
      );
    case 'InvalidAccessKeyId':
      return told(`Could not ${doing}: ${at} does not know this access key.`, 'Check BACKUP_S3_ACCESS_KEY_ID.', false);
    case 'SignatureDoesNotMatch':
      return told(
        `Could not ${doing}: the secret does not belong to this access key.`,
        'Check BACKUP_S3_SECRET_ACCESS_KEY.',
        false,
      );
    case 'ExpiredToken':
    case 'InvalidToken':
    case 'TokenRefreshRequired':
      return told(`Could not ${doing}: the access key has expired.`, 'Give new credentials.', false);
    case 'CredentialsProviderError':
      return told(
        `Could not ${doing}: no access key is set.`,
        'Set BACKUP_S3_ACCESS_KEY_ID and BACKUP_S3_SECRET_ACCESS_KEY.',
        false,
      );
    case 'AuthorizationHeaderMalformed':
    case 'PermanentRedirect':
      return told(
        `Could not ${doing}: the bucket is in another region than “${place.region}”.`,
        'Add region=… to the address of the store.',
        false,
      );
    case 'RequestTimeTooSkewed':
      return told(
        `Could not ${doing}: the clock of this server is wrong.`,
        'Set the time of this server, by NTP for example.',
        false,
      );
    case 'QuotaExceeded':
    case 'XMinioStorageFull':
      return full(doing, at, error);
    case 'AbortError':
    case 'TimeoutError':
    case 'RequestTimeout':
      // The library gives a connection that was reset the same name.
      if (code === 'ECONNRESET' || code === 'EPIPE') {
        return told(
          `Could not ${doing}: the store broke the connection off.`,
          `Check ${at} and the network on the way.`,
        );
      }
      return told(`Could not ${doing}: the store fell silent.`, `Check ${at} and the network on the way.`);
  }
  if (name === 'InvalidRequest' && permission.includes('Retention')) {
    return told(
      `Could not ${doing}: the bucket “${place.bucket}” has no Object Lock.`,
      'Create a bucket with Object Lock, or set BACKUP_OBJECT_LOCK_DAYS to 0.',
      false,
    );
  }
  if (status === 507) return full(doing, at, error);
  if (status === 403) {
    return failure('STORAGE_DOWN', `No permission to ${doing}.`, {
      hint: `Allow ${permission} on the bucket “${place.bucket}”${place.prefix ? `, folder “${place.prefix}”,` : ''} to the access key in use.`,
      retryable: false,
      details: REFUSED,
      cause: error,
    });
  }
  if (status >= 500) {
    const times = isPassing(error) ? `, ${ATTEMPTS} times in a row` : '';
    return told(`Could not ${doing}: the store answered with error ${status}${times}.`, `Check ${at}; then try again.`);
  }
  if (/CERT|TLS|SSL/.test(code)) {
    return told(
      `Could not ${doing}: the certificate of ${at} is not trusted.`,
      'Renew it, or add its authority.',
      false,
    );
  }
  if (status === 0 && code !== '') {
    return told(`Could not ${doing}: ${at} cannot be reached (${code}).`, 'Check the endpoint and the network.');
  }
  return told(`Could not ${doing}: the store refused it.`, 'The log has the details.');
}

const full = (doing: string, at: string, cause: unknown) =>
  failure('STORAGE_DOWN', `Could not ${doing}: the store is full.`, {
    hint: `Free space at ${at}, or raise its quota.`,
    retryable: false,
    cause,
  });

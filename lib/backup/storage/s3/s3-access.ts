import type { S3Client } from '@aws-sdk/client-s3';
import type { AppFailure } from '../../kernel/app-error';
import type { S3Credentials } from '../destination-settings';
import { PATIENCE, type Patience, withRetries } from '../with-retries';
import { isPassing, s3Failure } from './s3-failure';

export interface S3Options {
  bucket: string;
  /** Empty, or folders that end in a slash. */
  prefix: string;
  /** null: AWS itself. */
  endpoint: string | null;
  region: string;
  pathStyle: boolean;
  /** null: what the AWS library finds on this machine. */
  credentials: S3Credentials | null;
  patience?: Patience;
}

/** One bucket as the parts of the driver use it. */
export interface S3Access {
  sdk: typeof import('@aws-sdk/client-s3');
  /** Gives up on a silent connection. */
  client: S3Client;
  /** Never gives up by itself: who reads slowly must not lose the connection. */
  reader: S3Client;
  bucket: string;
  prefix: string;
  patience: Patience;
  /** Where the server does not know If-None-Match, it is not asked again. */
  conditional: { supported: boolean };
  /** An idempotent request, tried again where that may help; the error that remains is explained. */
  ask<T>(doing: S3Step, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  explain(error: unknown, doing: S3Step): AppFailure;
}

export interface S3Step {
  /** Reads after "could not": "store “site/2026/…”". */
  doing: string;
  /** What the access key must be allowed: "s3:PutObject". */
  permission: string;
}

const CONNECT_MS = 10_000;

/** Loads the library and makes the clients. Connects to nothing. */
export async function openS3(options: S3Options): Promise<S3Access> {
  const [sdk, { NodeHttpHandler }] = await Promise.all([
    import('@aws-sdk/client-s3'),
    import('@smithy/node-http-handler'),
  ]);
  const { bucket, prefix, endpoint, region, pathStyle, credentials, patience = PATIENCE } = options;
  const clientWith = (socketTimeout: number) =>
    new sdk.S3Client({
      region,
      ...(endpoint === null ? {} : { endpoint }),
      forcePathStyle: pathStyle,
      ...(credentials === null ? {} : { credentials }),
      // Retried here, where it is known what may be repeated and how to find out what a lost answer said.
      maxAttempts: 1,
      // Other servers than AWS do not know its newer checksums; each part carries its MD5 instead.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      expectContinueHeader: false,
      requestHandler: new NodeHttpHandler({ connectionTimeout: CONNECT_MS, socketTimeout }),
    });
  const explain: S3Access['explain'] = (error, step) => s3Failure(error, step, { bucket, prefix, endpoint, region });
  return {
    sdk,
    client: clientWith(patience.idleMs),
    reader: clientWith(0),
    bucket,
    prefix,
    patience,
    conditional: { supported: true },
    explain,
    async ask(step, work, signal) {
      try {
        return await withRetries(work, { patience, isPassing, signal });
      } catch (error) {
        throw explain(error, step);
      }
    },
  };
}

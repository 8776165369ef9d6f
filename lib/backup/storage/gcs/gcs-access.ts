import type { Bucket } from '@google-cloud/storage';
import type { AppFailure } from '../../kernel/app-error';
import type { GcsCredentials } from '../destination-settings';
import { PATIENCE, type Patience, withRetries } from '../with-retries';
import { type GcsStep, gcsFailure, isPassing } from './gcs-failure';

export interface GcsOptions {
  bucket: string;
  /** Empty, or folders that end in a slash. */
  prefix: string;
  /** null: Google itself. */
  endpoint: string | null;
  /** null: what the Google library finds on this machine. */
  credentials: GcsCredentials | null;
  patience?: Patience;
}

/** One bucket as the parts of the driver use it. */
export interface GcsAccess {
  bucket: Bucket;
  prefix: string;
  patience: Patience;
  /** An idempotent request, tried again where that may help; the error that remains is explained. */
  ask<T>(step: GcsStep, work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  explain(error: unknown, step: GcsStep): AppFailure;
}

/** Loads the library. Connects to nothing. */
export async function openGcs(options: GcsOptions): Promise<GcsAccess> {
  const { Storage } = await import('@google-cloud/storage');
  const { prefix, endpoint, credentials, patience = PATIENCE } = options;
  const storage = new Storage({
    ...(endpoint === null ? {} : { apiEndpoint: endpoint, projectId: 'none' }),
    ...(credentials === null ? {} : { credentials }),
    timeout: patience.idleMs,
    // Retried here, as for every driver, where it is known what may be repeated.
    retryOptions: { autoRetry: false },
  });
  const explain: GcsAccess['explain'] = (error, step) => gcsFailure(error, step, options.bucket);
  return {
    bucket: storage.bucket(options.bucket),
    prefix,
    patience,
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

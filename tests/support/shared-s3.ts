import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { inject } from 'vitest';
import type { S3Options } from '@/lib/backup/storage/s3/s3-access';
import { s3ClientOf } from './s3-client';
import { type S3Server, startS3Server } from './s3-server';
import { waitFor } from './wait-for';

let server: Promise<S3Server> | undefined;

/** The S3 server of this run of the tests, started by the first who asks. */
export function sharedS3Server(): Promise<S3Server> {
  server ??= startOrFind();
  return server;
}

async function startOrFind(): Promise<S3Server> {
  const { folder, owner } = inject('s3Place');
  const address = path.join(folder, 'address.json');
  const failed = path.join(folder, 'failed');
  const first = await mkdir(path.join(folder, 'starting')).then(
    () => true,
    () => false,
  );
  if (first) {
    try {
      // A port may be taken between choosing and using it: then once more, with others.
      const started = await startS3Server(path.join(folder, '1'), owner).catch(() =>
        startS3Server(path.join(folder, '2'), owner),
      );
      await writeFile(`${address}.part`, JSON.stringify(started));
      await rename(`${address}.part`, address);
    } catch (error) {
      await writeFile(failed, String(error));
      throw error;
    }
  }
  await waitFor(() => existsSync(address) || existsSync(failed), { timeoutMs: 100_000, what: 'the S3 server' });
  if (existsSync(failed)) throw new Error(`The S3 server did not start: ${await readFile(failed, 'utf8')}`);
  return JSON.parse(await readFile(address, 'utf8'));
}

/** Options for a driver on a new bucket of its own. */
export async function newS3Bucket({ objectLock = false } = {}): Promise<S3Options & { endpoint: string }> {
  const found = await sharedS3Server();
  const bucket = `test-${randomUUID()}`;
  await s3ClientOf(found).send(
    new CreateBucketCommand({ Bucket: bucket, ...(objectLock ? { ObjectLockEnabledForBucket: true } : {}) }),
  );
  const { endpoint, accessKeyId, secretAccessKey } = found;
  const credentials = { accessKeyId, secretAccessKey };
  return { bucket, prefix: '', endpoint, region: 'us-east-1', pathStyle: true, credentials };
}

import { expect, it } from 'vitest';
import { gcsFailure } from '@/lib/backup/storage/gcs/gcs-failure';
import { fileFailure } from '@/lib/backup/storage/local/file-failure';
import { isRefusal } from '@/lib/backup/storage/refusal';
import { s3Failure } from '@/lib/backup/storage/s3/s3-failure';

const s3 = (name: string, status: number) =>
  s3Failure(
    { name, $metadata: { httpStatusCode: status } },
    { doing: 'delete “x”', permission: 's3:DeleteObject' },
    { bucket: 'bucket', prefix: '', endpoint: null, region: 'us-east-1' },
  );
const gcs = (code: number) => gcsFailure({ code }, { doing: 'delete “x”', permission: 'p' }, 'bucket');
const file = (code: string) => fileFailure(Object.assign(new Error(code), { code }), 'delete “x”', '/backups');

it.each([
  ['S3 without the right', s3('AccessDenied', 403), true],
  ['S3 with a wrong secret', s3('SignatureDoesNotMatch', 403), false],
  ['S3 in trouble', s3('InternalError', 500), false],
  ['Google without the right', gcs(403), true],
  ['Google in trouble', gcs(503), false],
  ['a folder of somebody else', file('EACCES'), true],
  ['a disk in trouble', file('EIO'), false],
  ['something else', new Error('403'), false],
])('%s: refused or not', (_, error, refused) => {
  expect(isRefusal(error)).toBe(refused);
});

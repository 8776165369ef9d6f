import { isObjectKey } from '../key-rules';
import type { StoredObject } from '../object-store';
import type { S3Access, S3Step } from './s3-access';

const LIST: S3Step = { doing: 'list the objects', permission: 's3:ListBucket' };

/** Page by page, in key order. Objects whose names no backup could have are left out, as they are in a folder. */
export async function* listS3Objects(
  { sdk, client, bucket, prefix, ask }: S3Access,
  below: string,
  after: string,
): AsyncGenerator<StoredObject> {
  let ContinuationToken: string | undefined;
  do {
    const page = await ask(LIST, () =>
      client.send(
        new sdk.ListObjectsV2Command({
          Bucket: bucket,
          Prefix: prefix + below,
          ContinuationToken,
          ...(after === '' ? {} : { StartAfter: prefix + after }),
        }),
      ),
    );
    for (const { Key, Size, LastModified } of page.Contents ?? []) {
      const key = (Key ?? '').slice(prefix.length);
      if (isObjectKey(key)) yield { key, size: Size ?? 0, modifiedAt: wholeSecond(LastModified) };
    }
    ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (ContinuationToken !== undefined);
}

/** As exact as a look at the single object is: the two answers must agree. */
const wholeSecond = (at: Date | undefined): Date => new Date(Math.floor((at?.getTime() ?? 0) / 1000) * 1000);

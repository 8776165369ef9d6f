import type { S3Access, S3Step } from './s3-access';
import { isAbsent } from './s3-failure';

const SWEEP: S3Step = {
  doing: 'remove unfinished uploads',
  permission: 's3:ListBucketMultipartUploads, s3:ListMultipartUploadParts and s3:AbortMultipartUpload',
};

/** Takes back multipart uploads that have not grown since `olderThan`: one that still moves is never taken away. */
export async function sweepS3Uploads(s3: S3Access, below: string, olderThan: Date): Promise<number> {
  const { sdk, client, bucket, prefix, ask } = s3;
  let removed = 0;
  let KeyMarker: string | undefined;
  let UploadIdMarker: string | undefined;
  do {
    const marker = { KeyMarker, UploadIdMarker };
    const page = await ask(SWEEP, () =>
      client.send(new sdk.ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix + below, ...marker })),
    );
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (!Initiated || Initiated >= olderThan) continue;
      const target = { Bucket: bucket, Key, UploadId };
      const grownAt = await lastPartAt(s3, target);
      if (grownAt === 'gone' || grownAt >= olderThan) continue;
      await ask(SWEEP, () =>
        client.send(new sdk.AbortMultipartUploadCommand(target)).catch((error: unknown) => {
          if (!isAbsent(error)) throw error;
        }),
      );
      removed += 1;
    }
    KeyMarker = page.IsTruncated ? page.NextKeyMarker : undefined;
    UploadIdMarker = page.IsTruncated ? page.NextUploadIdMarker : undefined;
  } while (KeyMarker !== undefined);
  return removed;
}

async function lastPartAt(
  { sdk, client, ask }: S3Access,
  target: { Bucket: string; Key: string | undefined; UploadId: string | undefined },
): Promise<Date | 'gone'> {
  let latest = new Date(0);
  let PartNumberMarker: string | undefined;
  do {
    const page = await ask(SWEEP, () =>
      client.send(new sdk.ListPartsCommand({ ...target, PartNumberMarker })).catch((error: unknown) => {
        if (isAbsent(error)) return null;
        throw error;
      }),
    );
    if (page === null) return 'gone';
    for (const { LastModified } of page.Parts ?? []) if (LastModified && LastModified > latest) latest = LastModified;
    PartNumberMarker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (PartNumberMarker !== undefined);
  return latest;
}

import type { S3Access, S3Step } from './s3-access';
import { isAbsent, isRefused } from './s3-failure';

/**
 * Deletes an object, in a bucket with versions all of them: a delete marker alone frees nothing and hides what is
 * retained. An object under a lock stays as it is.
 */
export async function deleteS3Object(s3: S3Access, key: string): Promise<'deleted' | 'absent' | 'retained'> {
  const { sdk, client, bucket, prefix, ask } = s3;
  const place = { Bucket: bucket, Key: prefix + key };
  const step: S3Step = { doing: `delete “${key}”`, permission: 's3:DeleteObject' };
  const found = await ask(step, () =>
    client.send(new sdk.HeadObjectCommand(place)).catch((error: unknown) => {
      if (isAbsent(error)) return null;
      throw error;
    }),
  );
  if (found === null) return 'absent';
  const locked = found.ObjectLockRetainUntilDate;
  if (locked && locked > new Date()) return 'retained';
  if (!found.VersionId || found.VersionId === 'null') {
    await ask(step, () => client.send(new sdk.DeleteObjectCommand(place)));
    return 'deleted';
  }
  return deleteVersions(s3, place, step);
}

async function deleteVersions(
  { sdk, client, ask, explain }: S3Access,
  place: { Bucket: string; Key: string },
  step: S3Step,
): Promise<'deleted' | 'retained'> {
  const listing: S3Step = { ...step, permission: 's3:ListBucketVersions' };
  const versions = await ask(listing, () =>
    client.send(new sdk.ListObjectVersionsCommand({ Bucket: place.Bucket, Prefix: place.Key })),
  );
  // Listed newest first. The oldest goes first: where it is retained, nothing above it is gone either.
  const own = [...(versions.Versions ?? []).toReversed(), ...(versions.DeleteMarkers ?? [])].filter(
    ({ Key }) => Key === place.Key,
  );
  for (const { VersionId } of own) {
    const version = { ...place, VersionId };
    try {
      await ask({ ...step, permission: 's3:DeleteObjectVersion' }, () =>
        client.send(new sdk.DeleteObjectCommand(version)),
      );
    } catch (error) {
      const cause = error instanceof Error ? error.cause : null;
      if (!isRefused(cause)) throw error;
      if (await isRetained(version)) return 'retained';
      // No right to delete versions: the object goes out of the listing, its versions are left to the rules of the bucket.
      await ask(step, () => client.send(new sdk.DeleteObjectCommand(place)));
      return 'deleted';
    }
  }
  return 'deleted';

  async function isRetained(version: { Bucket: string; Key: string; VersionId: string | undefined }): Promise<boolean> {
    try {
      const { Retention } = await client.send(new sdk.GetObjectRetentionCommand(version));
      return Retention?.RetainUntilDate !== undefined && Retention.RetainUntilDate > new Date();
    } catch (error) {
      if (isAbsent(error) || isRefused(error)) return false;
      throw explain(error, { ...step, permission: 's3:GetObjectRetention' });
    }
  }
}

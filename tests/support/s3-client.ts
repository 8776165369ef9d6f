import { S3Client } from '@aws-sdk/client-s3';
import type { S3Server } from './s3-server';

/** A client for what only a test does: making buckets, looking behind the driver. */
export const s3ClientOf = ({ endpoint, accessKeyId, secretAccessKey }: S3Server): S3Client =>
  new S3Client({
    endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });

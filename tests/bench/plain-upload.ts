import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { s3ClientOf } from '../support/s3-client';

/** Standard input → one object, part after part: what a short script with the client of AWS does. */
const [Bucket, Key] = process.argv.slice(2);
const PART = 8 * 1024 * 1024;
const client = s3ClientOf(JSON.parse(process.env.S3_SERVER ?? '{}'));
const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
process.stdout.write('idle\n');
const Parts: CompletedPart[] = [];
let gathered: Buffer[] = [];
let size = 0;
const send = async () => {
  const PartNumber = Parts.length + 1;
  const Body = Buffer.concat(gathered);
  gathered = [];
  size = 0;
  const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
  Parts.push({ PartNumber, ETag });
};
for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
  gathered.push(chunk);
  size += chunk.byteLength;
  if (size >= PART) await send();
}
if (size > 0 || Parts.length === 0) await send();
await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));

import { expect, it } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { addressText } from '@/lib/backup/policy/recovery-steps';
import { parseAddress } from '@/lib/backup/storage/destination-address';

it.each([
  '/var/backups',
  'file:///mnt/My%20Backups',
  'file:///mnt/a,b%3F%23%25/c',
  's3://bucket',
  's3://bucket/a/b?region=eu-1',
  's3://dotted.bucket/a?region=eu-1&pathStyle=true',
  's3://bucket/a%20b/c?endpoint=https://s3.example.com:9000',
  's3://bucket?endpoint=https://s3.example.com&pathStyle=false',
  'gs://bucket/folder',
  'gs://bucket/a%20b?endpoint=http://127.0.0.1:4443',
])('the address that the kit and the runbook write is the place of %s, and one word of a list', (text) => {
  const address = unwrap(parseAddress(text));
  const written = addressText(address);
  expect(unwrap(parseAddress(written))).toEqual(address);
  expect(written).not.toMatch(/[\s,]/);
});

import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSettings } from '@/lib/backup/config';
import { unwrap } from '@/lib/backup/kernel/result';
import { parseAddress, sameAddress } from '@/lib/backup/storage/destination-address';

const meaningOf = (text: string) => {
  const parsed = parseAddress(text);
  return parsed.ok ? parsed.value : parsed.error.message;
};
const settingsOf = (environment: Record<string, string>) => readSettings(environment as unknown as NodeJS.ProcessEnv);

describe('addresses', () => {
  it.each([
    ['/var/backups', { kind: 'local', directory: '/var/backups' }],
    ['file:///var/my%20backups/', { kind: 'local', directory: '/var/my backups' }],
    [
      's3://bucket',
      { kind: 's3', bucket: 'bucket', prefix: '', endpoint: null, region: 'us-east-1', pathStyle: false },
    ],
    [
      's3://bucket/a/b/?endpoint=https://s3.example.com:9000&region=eu-1',
      {
        kind: 's3',
        bucket: 'bucket',
        prefix: 'a/b/',
        endpoint: 'https://s3.example.com:9000',
        region: 'eu-1',
        pathStyle: true,
      },
    ],
    ['gs://bucket/folder', { kind: 'gcs', bucket: 'bucket', prefix: 'folder/', endpoint: null }],
  ])('reads %s', (text, expected) => {
    expect(meaningOf(text)).toEqual(expected);
  });

  it.each([
    ['', 'empty'],
    ['ftp://host/x', '“ftp:”'],
    ['file://host/x', 'three slashes'],
    ['s3://key:secret@bucket/x', 'user name or password'],
    ['s3://UPPER_/x', 'bucket'],
    ['s3://bucket:80/x', 'Only a bucket'],
    ['s3://bucket/a//b', 'folder'],
    ['s3://bucket/.hidden', 'folder'],
    ['s3://bucket/%zz', 'folder'],
    ['s3://bucket?secret=abc', '“secret”'],
    ['s3://bucket?endpoint=host', 'endpoint'],
    ['s3://bucket?endpoint=https://user:pw@host', 'endpoint'],
    ['s3://bucket?pathStyle=yes', 'pathStyle'],
    ['gs://bucket?region=eu', '“region”'],
  ])('refuses %s', (text, expected) => {
    const message = meaningOf(text);
    expect(message).toContain(expected);
    expect(message).not.toMatch(/pw|key:secret|abc/);
  });
});

describe('one place in two spellings', () => {
  const same = (left: string, right: string) => sameAddress(unwrap(parseAddress(left)), unwrap(parseAddress(right)));
  const s3 = (endpoint: string) => `s3://bucket/a?endpoint=${endpoint}`;

  it.each([
    [s3('https://s3.example.com'), s3('https://s3.example.com/')],
    [s3('https://s3.example.com'), s3('HTTPS://S3.Example.com:443')],
    [s3('https://s3.example.com'), s3('http://s3.example.com')],
    [s3('https://s3.example.com/base'), s3('https://s3.example.com/base//')],
    [s3('https://s3.eu-central-1.amazonaws.com'), 's3://bucket/a?region=us-east-1'],
    [s3('https://storage.googleapis.com'), 'gs://bucket/a'],
    ['gs://bucket/a?endpoint=https://storage.googleapis.com/', 'gs://bucket/a/'],
    ['/var/backups', 'file:///var/./other/../backups/'],
    ['/', '/var/backups'],
  ])('%s is %s', (left, right) => {
    expect([same(left, right), same(right, left)]).toEqual([true, true]);
  });

  it.each([
    [s3('https://s3.example.com'), s3('https://s3.example.com:9000')],
    [s3('https://s3.example.com'), s3('https://s3.example.org')],
    [s3('https://s3.example.com'), 's3://bucket/a'],
    ['gs://bucket/a', 's3://bucket/a'],
    ['s3://bucket/a', 's3://bucket/ab'],
    ['/var/backups', '/var/backups-2'],
  ])('%s is not %s', (left, right) => {
    expect([same(left, right), same(right, left)]).toEqual([false, false]);
  });

  it('follows links, also where the folder is still to be made', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'backup-places-'));
    try {
      await mkdir(path.join(root, 'real'));
      await symlink(path.join(root, 'real'), path.join(root, 'link'));
      expect(same(path.join(root, 'real'), path.join(root, 'link'))).toBe(true);
      expect(same(path.join(root, 'real/later/on'), path.join(root, 'link/later/on'))).toBe(true);
      expect(same(path.join(root, 'real/later'), path.join(root, 'link/never'))).toBe(false);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

describe('settings', () => {
  it('keeps backups in the local folder unless told otherwise', () => {
    const settings = settingsOf({ BACKUP_LOCAL_DIR: '/srv/b' });
    expect(settings.ok && settings.value.destinations).toEqual({
      primary: {
        name: 'primary',
        address: { kind: 'local', directory: '/srv/b' },
        s3Credentials: null,
        gcsCredentials: null,
      },
      copies: [],
    });
  });

  it('gives every destination its own credentials, or those of all', () => {
    const settings = settingsOf({
      BACKUP_STORAGE: 's3://main',
      BACKUP_COPIES: 'off-site=s3://other?region=eu-1,\n third=gs://third  fourth=/mnt/usb',
      BACKUP_S3_ACCESS_KEY_ID: 'all',
      BACKUP_S3_SECRET_ACCESS_KEY: 'secret of all',
      BACKUP_S3_ACCESS_KEY_ID_OFF_SITE: 'own',
      BACKUP_S3_SECRET_ACCESS_KEY_OFF_SITE: 'own secret',
      BACKUP_GCS_CREDENTIALS_THIRD: '{"client_email":"a@b","private_key":"k","other":1}',
    });
    const { primary, copies } = settings.ok ? settings.value.destinations : { primary: null, copies: [] };
    expect(primary?.s3Credentials).toEqual({ accessKeyId: 'all', secretAccessKey: 'secret of all' });
    expect(copies.map(({ name, s3Credentials, gcsCredentials }) => [name, s3Credentials, gcsCredentials])).toEqual([
      ['off-site', { accessKeyId: 'own', secretAccessKey: 'own secret' }, null],
      ['third', null, { client_email: 'a@b', private_key: 'k' }],
      ['fourth', null, null],
    ]);
  });

  it.each([
    [{ BACKUP_STORAGE: 's3://x y' }, 'BACKUP_STORAGE'],
    [{ BACKUP_COPIES: 's3://bucket' }, 'BACKUP_COPIES'],
    [{ BACKUP_COPIES: 'primary=/mnt' }, 'BACKUP_COPIES'],
    [{ BACKUP_COPIES: 'a=/mnt/1 a=/mnt/2' }, 'BACKUP_COPIES'],
    [{ BACKUP_COPIES: 'a=.backups/inside' }, 'BACKUP_COPIES'],
    [{ BACKUP_COPIES: 'a=/mnt b=/mnt/' }, 'BACKUP_COPIES'],
    [{ BACKUP_STORAGE: 's3://bucket', BACKUP_S3_ACCESS_KEY_ID: 'alone' }, 'BACKUP_S3_SECRET_ACCESS_KEY'],
    [{ BACKUP_COPIES: 'x=s3://bucket', BACKUP_S3_SECRET_ACCESS_KEY_X: 'my secret' }, 'BACKUP_S3_ACCESS_KEY_ID_X'],
    [{ BACKUP_STORAGE: 'gs://bucket', BACKUP_GCS_CREDENTIALS: 'not my secret json' }, 'BACKUP_GCS_CREDENTIALS'],
    [{ BACKUP_OBJECT_LOCK_DAYS: '-1' }, 'BACKUP_OBJECT_LOCK_DAYS'],
  ])('names what is wrong in %j', (environment, variable) => {
    const settings = settingsOf(environment as Record<string, string>);
    expect(settings).toMatchObject({ ok: false, error: { code: 'INVALID_INPUT' } });
    const error = settings.ok ? null : settings.error;
    expect(Object.keys(error?.fields ?? {})).toEqual([variable]);
    expect(JSON.stringify(error)).not.toMatch(/my secret/);
  });
});

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listSettingsFiles } from '@/lib/backup/files/settings-files';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('lists the settings files that are there, with size and digest', async () => {
  mkdirSync(path.join(folder, '.works'));
  writeFileSync(path.join(folder, '.works/works.yml'), 'site: ünï\n');
  writeFileSync(path.join(folder, 'tags.yml'), '');
  writeFileSync(path.join(folder, 'other.yml'), 'x');
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  expect(await listSettingsFiles(folder)).toEqual([
    { path: '.works/works.yml', size: 12, sha256: digest('site: ünï\n') },
    { path: 'tags.yml', size: 0, sha256: digest('') },
  ]);
});

it('leaves out links, folders, sockets and huge files', async () => {
  writeFileSync(path.join(folder, 'real'), 'x');
  symlinkSync('/etc', path.join(folder, '.works'));
  symlinkSync('real', path.join(folder, 'config.yml'));
  mkdirSync(path.join(folder, 'settings.yml'));
  const socket = createServer().listen(path.join(folder, 'works.yml'));
  await once(socket, 'listening');
  writeFileSync(path.join(folder, 'categories.yml'), '');
  truncateSync(path.join(folder, 'categories.yml'), 16 * 1024 * 1024 + 1);
  expect(await listSettingsFiles(folder)).toEqual([]);
  socket.close();
});

it('is empty for a folder that is not there', async () => {
  expect(await listSettingsFiles(path.join(folder, 'none'))).toEqual([]);
});

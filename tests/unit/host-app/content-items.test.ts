import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forgetContentItems, listContentItems } from '@/lib/content-items';

let folder: string;

async function addItem(slug: string, yaml: string): Promise<void> {
  await mkdir(path.join(folder, 'data', slug), { recursive: true });
  await writeFile(path.join(folder, 'data', slug, `${slug}.yml`), yaml);
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'content-items-'));
  vi.stubEnv('CONTENT_PATH', folder);
  forgetContentItems();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

test('no content folder is an empty directory', async () => {
  expect(await listContentItems()).toEqual({ items: [], total: 0 });
});

test('reads items by slug and passes over what is broken', async () => {
  await addItem('beta', 'name: Beta\ncategory: [tools, more]\n');
  await addItem('alpha', 'name: Alpha\ndescription: First of all.\ncategory: books\n');
  await addItem('broken', 'name: [unclosed');
  await addItem('nameless', 'description: no name');
  expect(await listContentItems()).toEqual({
    items: [
      { slug: 'alpha', name: 'Alpha', description: 'First of all.', category: 'books' },
      { slug: 'beta', name: 'Beta', description: null, category: 'tools' },
    ],
    total: 4,
  });
});

test('a change shows once the kept list is forgotten', async () => {
  await listContentItems();
  await addItem('alpha', 'name: Alpha');
  expect((await listContentItems()).total).toBe(0);
  forgetContentItems();
  expect((await listContentItems()).total).toBe(1);
});

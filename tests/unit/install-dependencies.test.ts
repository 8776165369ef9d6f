import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';

type Packages = Record<string, { version: string; optional?: boolean }>;

let root: string;
let install: (root: string) => boolean;

beforeAll(async () => {
  const module = await import(pathToFileURL(path.resolve('scripts/test/install-dependencies.mjs')).href);
  install = module.installDependencies;
});
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'install-'));
});
afterEach(() => rmSync(root, { recursive: true }));

function project(wanted: Packages, installed: Packages): void {
  for (const name of Object.keys(installed)) mkdirSync(path.join(root, name), { recursive: true });
  mkdirSync(path.join(root, 'node_modules'), { recursive: true });
  // Without a package.json npm ci fails at once: no registry is asked.
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...wanted } }));
  writeFileSync(path.join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: installed }));
}

it('installs nothing when the packages are those of the lock file', () => {
  project(
    { 'node_modules/a': { version: '1.0.0' }, 'node_modules/other-platform': { version: '1.0.0', optional: true } },
    { 'node_modules/a': { version: '1.0.0' } },
  );
  expect(install(root)).toBe(false);
});

it.each<[string, Packages]>([
  ['another version', { 'node_modules/a': { version: '0.9.0' } }],
  ['a missing package', {}],
])('runs npm ci for %s and says when it fails', (_, installed) => {
  project({ 'node_modules/a': { version: '1.0.0' } }, installed);
  expect(() => install(root)).toThrow('npm ci failed');
});

it('runs npm ci when a package folder was removed', () => {
  project({ 'node_modules/a': { version: '1.0.0' } }, { 'node_modules/a': { version: '1.0.0' } });
  rmSync(path.join(root, 'node_modules/a'), { recursive: true });
  expect(() => install(root)).toThrow('npm ci failed');
});

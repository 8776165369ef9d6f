import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';

type Packages = Record<string, { version: string; optional?: boolean }>;

let root: string;
let module: { installDependencies(root: string): boolean; whatIsMissing(root: string): string | undefined };

beforeAll(async () => {
  module = await import(pathToFileURL(path.resolve('scripts/test/install-dependencies.mjs')).href);
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
  expect(module.installDependencies(root)).toBe(false);
});

it.each<[string, Packages]>([
  ['node_modules/a has changed', { 'node_modules/a': { version: '0.9.0' } }],
  ['node_modules/a is missing', {}],
])('finds that %s', (reason, installed) => {
  project({ 'node_modules/a': { version: '1.0.0' } }, installed);
  expect(module.whatIsMissing(root)).toBe(reason);
});

it('runs npm ci when a package folder was removed, and says when that fails', () => {
  project({ 'node_modules/a': { version: '1.0.0' } }, { 'node_modules/a': { version: '1.0.0' } });
  rmSync(path.join(root, 'node_modules/a'), { recursive: true });
  expect(() => module.installDependencies(root)).toThrow('npm ci failed');
}, 60_000);

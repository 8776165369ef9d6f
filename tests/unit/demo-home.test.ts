import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDemo } from '../../scripts/demo/demo-lock';
import { keptSecrets } from '../../scripts/demo/site-environment';

let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'demo-home-'));
});
afterEach(() => rmSync(home, { recursive: true }));

describe('secrets of the demo', () => {
  it('are made once, kept, and readable by their owner alone', () => {
    const file = path.join(home, 'env');
    const first = keptSecrets(file);
    expect(first.CRON_SECRET.length).toBeGreaterThanOrEqual(32);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(keptSecrets(file)).toEqual(first);
  });

  it('keep a value with an equals sign whole', () => {
    const file = path.join(home, 'env');
    writeFileSync(file, 'AUTH_SECRET=a=b=\n');
    expect(keptSecrets(file).AUTH_SECRET).toBe('a=b=');
  });
});

describe('lock of the demo', () => {
  it('lets one run in and the next after its release', () => {
    const release = lockDemo(home);
    expect(() => lockDemo(home)).toThrow(/already runs as process/);
    release();
    lockDemo(home)();
  });

  it('is taken over from a process that is gone', () => {
    writeFileSync(path.join(home, 'demo.pid'), '4194305');
    lockDemo(home);
    expect(readFileSync(path.join(home, 'demo.pid'), 'utf8')).toBe(String(process.pid));
  });
});

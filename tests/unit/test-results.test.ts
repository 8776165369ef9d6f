import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

interface Results {
  passed: number;
  failed: number;
  skipped: { name: string; reason: string }[];
  failures: string[];
}

let folder: string;
let read: { readPlaywrightResults(file: string): Results | undefined };

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'results-'));
  read = await import(pathToFileURL(path.resolve('scripts/test/read-results.mjs')).href);
});
afterAll(() => rmSync(folder, { recursive: true }));

const test = (status: string, description?: string) => ({
  status,
  annotations: description ? [{ type: 'skip', description }] : [],
});

describe('Playwright report', () => {
  it('counts passed, failed, flaky and skipped tests of nested suites', () => {
    const file = path.join(folder, 'report.json');
    const specs = [
      { title: 'a', tests: [test('expected')] },
      { title: 'b', tests: [test('unexpected')] },
      { title: 'c', tests: [test('flaky')] },
    ];
    const inner = { title: 'inner', specs: [{ title: 'd', tests: [test('skipped', 'no git here')] }] };
    writeFileSync(file, JSON.stringify({ suites: [{ title: 'x.spec.ts', specs, suites: [inner] }], errors: [] }));
    expect(read.readPlaywrightResults(file)).toEqual({
      passed: 1,
      failed: 2,
      skipped: [{ name: 'x.spec.ts > inner > d', reason: 'no git here' }],
      failures: ['x.spec.ts > b', 'x.spec.ts > c'],
    });
  });

  it('says in the summary why and where a test failed, on one line without colours', () => {
    const file = path.join(folder, 'reason.json');
    const errors = [
      { message: 'Test timeout of 60000ms exceeded.' },
      {
        message: '\u001b[31mError:\u001b[39m waiting for\n\n  the link',
        location: { file: '/site/tests/x.spec.ts', line: 7, column: 3 },
      },
    ];
    const results = [{ error: errors[0], errors }];
    const specs = [{ title: 'a', tests: [{ ...test('unexpected'), results }] }];
    writeFileSync(file, JSON.stringify({ suites: [{ title: 'x.spec.ts', specs }], errors: [] }));
    expect(read.readPlaywrightResults(file)?.failures).toEqual([
      'x.spec.ts > a: Test timeout of 60000ms exceeded.: Error: waiting for the link (x.spec.ts:7)',
    ]);
  });

  it('counts an error outside every test, and knows a missing report', () => {
    const file = path.join(folder, 'broken.json');
    writeFileSync(file, JSON.stringify({ suites: [], errors: [{ message: 'set-up broke\nat line 1' }] }));
    expect(read.readPlaywrightResults(file)).toMatchObject({ failed: 1, failures: ['set-up broke'] });
    expect(read.readPlaywrightResults(path.join(folder, 'absent.json'))).toBeUndefined();
  });
});

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** @typedef {{ passed: number, failed: number, skipped: { name: string, reason: string }[], failures: string[] }} Results */

/**
 * Reads the file that tests/support/results-reporter.ts writes.
 * @returns {Results | undefined} undefined when the run ended before writing it
 */
export function readVitestResults(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * Reads Playwright's JSON report. A flaky test counts as failed.
 * @returns {Results | undefined}
 */
export function readPlaywrightResults(file) {
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const results = { passed: 0, failed: 0, skipped: [], failures: [] };
  const visit = (suite, trail) => {
    for (const spec of suite.specs ?? []) {
      const name = [...trail, spec.title].join(' > ');
      for (const test of spec.tests) count(results, name, test);
    }
    for (const inner of suite.suites ?? []) visit(inner, [...trail, inner.title]);
  };
  for (const suite of report.suites ?? []) visit(suite, [suite.title]);
  for (const error of report.errors ?? []) {
    results.failed += 1;
    results.failures.push(String(error.message ?? 'error outside a test').split('\n')[0]);
  }
  return results;
}

function count(results, name, test) {
  if (test.status === 'expected') results.passed += 1;
  else if (test.status === 'skipped') {
    const note = test.annotations?.find((annotation) => annotation.type === 'skip')?.description;
    results.skipped.push({ name, reason: note ?? 'no reason given' });
  } else {
    results.failed += 1;
    results.failures.push(`${name}${reasonOf(test)}`);
  }
}

/** What the last attempt said and at which line: a failure elsewhere can then be understood from the summary alone. */
function reasonOf(test) {
  const errors = test.results?.at(-1)?.errors ?? [];
  return errors.map(({ message, location }) => `: ${shortReason(message ?? '')}${placeOf(location)}`).join('');
}

function placeOf(location) {
  return location ? ` (${path.basename(location.file)}:${location.line})` : '';
}

/** @param {string} message as a runner printed it, with colours and over many lines */
export function shortReason(message) {
  return stripVTControlCharacters(message).replace(/\s+/g, ' ').trim().slice(0, 600);
}

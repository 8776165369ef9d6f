import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import { shortReason } from '../../scripts/test/read-results.mjs';

/** Writes the counts, the failures and every skip with its reason to the file named in TEST_RESULTS_FILE. */
export default class ResultsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const file = process.env.TEST_RESULTS_FILE;
    if (!file) return;
    const results = {
      passed: 0,
      failed: 0,
      skipped: [] as { name: string; reason: string }[],
      failures: [] as string[],
    };
    for (const module of modules) {
      for (const error of module.errors()) fail(results, `${module.relativeModuleId}: ${error.message}`);
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors())
          fail(results, `${module.relativeModuleId} > ${suite.fullName}: ${error.message}`);
      }
      for (const test of module.children.allTests()) {
        const name = `${module.relativeModuleId} > ${test.fullName}`;
        const outcome = test.result();
        if (outcome.state === 'passed') results.passed += 1;
        else if (outcome.state === 'failed') fail(results, `${name}: ${shortReason(outcome.errors[0]?.message ?? '')}`);
        else if (outcome.state === 'skipped') results.skipped.push({ name, reason: outcome.note ?? 'no reason given' });
        else fail(results, `${name}: did not end`);
      }
    }
    for (const error of errors) fail(results, `outside a test: ${error.message}`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(results, null, 2));
  }
}

function fail(results: { failed: number; failures: string[] }, what: string): void {
  results.failed += 1;
  results.failures.push(what);
}

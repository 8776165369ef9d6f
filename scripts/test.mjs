import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies } from './test/install-dependencies.mjs';
import { readPlaywrightResults, readVitestResults } from './test/read-results.mjs';
import { runStage } from './test/run-stage.mjs';
import { provideSystemTools } from './test/system-tools.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const reports = path.join(root, '.tmp', 'test');
const vitestFile = path.join(reports, 'vitest.json');
const playwrightFile = path.join(reports, 'playwright.json');
const total = { passed: 0, failed: 0, skipped: [], failures: [], notes: [] };
const times = [];

process.on('SIGINT', () => {
  process.exitCode = 130;
});

function add(results) {
  total.passed += results.passed;
  total.failed += results.failed;
  total.skipped.push(...results.skipped);
  total.failures.push(...results.failures);
}

/** Runs a stage and prints its name and time. `read` gives the counts of the tests inside; else the stage counts as one. */
async function stage(name, command, args, { limitMinutes = 5, env, read } = {}) {
  if (process.exitCode === 130) return false;
  console.log(`\n== ${name}`);
  const outcome = await runStage({ command, args, cwd: root, env, limitMinutes });
  console.log(
    `== ${name}: ${outcome.passed ? 'passed' : `failed, ${outcome.problem}`} in ${outcome.seconds.toFixed(1)} s`,
  );
  times.push(`${name} ${outcome.seconds.toFixed(0)} s`);
  const results = read?.();
  if (results) add(results);
  // A failure that no single test stands for: a check, a crash, a set-up that broke.
  if (!outcome.passed && !results?.failed)
    add({ passed: 0, failed: 1, skipped: [], failures: [`${name}: ${outcome.problem}`] });
  if (outcome.passed && !read) total.passed += 1;
  // Green without a single counted test would be a lie.
  if (outcome.passed && read && !results)
    add({ passed: 0, failed: 1, skipped: [], failures: [`${name}: wrote no results`] });
  return outcome.passed;
}

const npmScript = (name) => ['run', '-s', name];

try {
  installDependencies(root);
} catch (error) {
  console.error(error.message);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}
const tools = provideSystemTools();
total.notes.push(...tools.notes);
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

await stage('Format and lint', 'npm', npmScript('check:format'));
await stage('Types', 'npm', npmScript('check:types'));
await stage('Import rules', 'npm', npmScript('check:imports'));
await stage('Unused code', 'npm', npmScript('check:unused'));
await stage('House rules', 'npm', npmScript('check:house'));
await stage('Environment table', 'npm', npmScript('check:environment'));
await stage('Unit, integration, contract and fault tests', 'npx', ['vitest', 'run'], {
  limitMinutes: 22,
  env: { TEST_RESULTS_FILE: vitestFile },
  read: () => readVitestResults(vitestFile),
});
const built = await stage('Production build', 'npx', ['tsx', 'scripts/demo/build-site.ts', '--force'], {
  limitMinutes: 8,
  // The standalone output is driven too; `next start` serves the same build.
  env: { NEXT_OUTPUT: 'standalone' },
});
if (!built) total.skipped.push({ name: 'End-to-end tests', reason: 'the production build failed' });
else if (!tools.chromium) total.skipped.push({ name: 'End-to-end tests', reason: 'no Chromium on this machine' });
else {
  await stage('End-to-end tests', 'npx', ['playwright', 'test'], {
    limitMinutes: 15,
    env: { CHROMIUM_PATH: tools.chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightFile },
    read: () => readPlaywrightResults(playwrightFile),
  });
}

console.log(`\nTimes: ${times.join(', ')}`);
for (const note of total.notes) console.log(`Note: ${note}`);
for (const skip of total.skipped) console.log(`Skipped: ${skip.name} (${skip.reason})`);
for (const failure of total.failures) console.log(`Failed: ${failure}`);
if (total.failed > 0 && !process.exitCode) process.exitCode = 1;
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);

import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

interface Report {
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

/** One file for each rule that must fire, in a small project of the same shape. */
const files: Record<string, string> = {
  'lib/backup/index.ts': "export * from './host';",
  'lib/backup/host.ts': "export { db } from '../db/drizzle';",
  'lib/backup/kernel/ids.ts': "import { Catalog } from '../catalog/catalog';\nexport const id = Catalog;",
  'lib/backup/policy/retention.ts': "import { Catalog } from '../catalog/catalog';\nexport const keep = Catalog;",
  'lib/backup/catalog/catalog.ts': "import { store } from '../storage/local-store';\nexport const Catalog = store;",
  'lib/backup/storage/local-store.ts': 'export const store = 1;',
  'lib/backup/storage/runs-store.ts': "import { run } from '../runs/run';\nexport const stored = run;",
  'lib/backup/catalog/run-row.ts': "import { run } from '../runs/run';\nexport const row = run;",
  'lib/backup/runs/run.ts': "import { db } from '../../db/drizzle';\nexport const run = db;",
  'lib/backup/use-cases/a.ts': "import { b } from './b';\nexport const a = () => b;",
  'lib/backup/use-cases/b.ts':
    "import { a } from './a';\nimport git from 'simple-git';\nexport const b = () => [a, git];",
  'lib/backup/use-cases/alone.ts': 'export const alone = 1;',
  'lib/backup/storage/late.ts':
    "import { a } from '../use-cases/a';\nimport pg from 'pg';\nexport const late = [a, pg];",
  'lib/db/drizzle.ts': "import postgres from 'postgres';\nexport const db = postgres;",
  'app/page.tsx': "import { a } from '../lib/backup/use-cases/a';\nexport default a;",
  'components/admin/backups/row.tsx':
    "import { db } from '../../../lib/db/drizzle';\nimport * as door from '../../../lib/backup';\nimport './gone';\nexport const row = [db, door];",
};

/** Rule, and the file that breaks it. */
const expected: [string, string][] = [
  ['kernel-is-pure', 'lib/backup/kernel/ids.ts'],
  ['policy-is-pure', 'lib/backup/policy/retention.ts'],
  ['adapters-do-not-meet', 'lib/backup/storage/runs-store.ts'],
  ['catalog-knows-storage-alone', 'lib/backup/catalog/run-row.ts'],
  ['module-knows-no-host', 'lib/backup/runs/run.ts'],
  ['no-cycles', 'lib/backup/use-cases/a.ts'],
  ['no-orphans', 'lib/backup/use-cases/alone.ts'],
  ['git-in-one-file', 'lib/backup/use-cases/b.ts'],
  ['adapters-know-no-use-case', 'lib/backup/storage/late.ts'],
  ['database-drivers-in-their-rooms', 'lib/backup/storage/late.ts'],
  ['one-door', 'app/page.tsx'],
  ['components-know-no-database', 'components/admin/backups/row.tsx'],
  ['components-take-views', 'components/admin/backups/row.tsx'],
  ['module-interface-is-self-contained', 'components/admin/backups/row.tsx'],
  ['resolvable', 'components/admin/backups/row.tsx'],
];

let project: string;
let violations: Report['summary']['violations'];

beforeAll(async () => {
  project = mkdtempSync(path.join(tmpdir(), 'import-rules-'));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
    writeFileSync(path.join(project, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  for (const name of ['simple-git', 'pg', 'postgres']) write(`node_modules/${name}/index.js`, 'module.exports = 1;');
  write('tsconfig.json', '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler" } }');
  const dependencies = { 'simple-git': '1', pg: '1', postgres: '1' };
  write('package.json', JSON.stringify({ name: 'small', version: '1.0.0', dependencies }));
  copyFileSync('.dependency-cruiser.cjs', path.join(project, '.dependency-cruiser.cjs'));
  const program = path.resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [program, '--config', '.dependency-cruiser.cjs', '-T', 'json', 'app', 'components', 'lib'];
  const text = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: project, maxBuffer: 1 << 24 }, (_error, stdout) => resolve(stdout));
  });
  violations = (JSON.parse(text) as Report).summary.violations;
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

it.each(expected)('%s is broken by %s', (rule, file) => {
  expect(violations.filter((violation) => violation.from === file).map((violation) => violation.rule.name)).toContain(
    rule,
  );
});

it('leaves the allowed roads alone: host to database, catalogue to storage, door to host', () => {
  const allowed = ['lib/backup/index.ts', 'lib/backup/host.ts', 'lib/backup/catalog/catalog.ts', 'lib/db/drizzle.ts'];
  expect(violations.filter((violation) => allowed.includes(violation.from))).toEqual([]);
});

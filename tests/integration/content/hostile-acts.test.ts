import { existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Result, unwrap } from '@/lib/backup/kernel/result';
import { applyContentAct } from '@/lib/backup/use-cases/apply-content-act';
import { mendContent } from '@/lib/backup/use-cases/mend-content';
import { planContentAct } from '@/lib/backup/use-cases/plan-content-act';
import { planContentPoint } from '@/lib/backup/use-cases/plan-content-point';
import { cloneContentPoint } from '@/lib/backup/use-cases/recover-content';
import { saveUnsavedEdits } from '@/lib/backup/use-cases/save-unsaved-edits';
import { setAsideUnsavedEdits } from '@/lib/backup/use-cases/set-aside-unsaved-edits';
import { byTest, openModule, type TestModule } from '../../support/backup-module';
import { createDatabase, type TestDatabase } from '../../support/postgres';
import { type ContentRepository, type Workshop, workshop } from './content-repository';
import { INPUTS, isTried } from './hostile-inputs';

let database: TestDatabase;
let module: TestModule;
let shop: Workshop;
let site: ContentRepository;
let sha: string;
let untouched: unknown;
const jane = { id: 'jane', name: 'Jane Admin', email: 'jane@example.com' };

/** Every place that must stay as it is, the branch and what git keeps aside included. */
const surroundings = () => [
  readdirSync(shop.root),
  readdirSync(site.path, { recursive: true, encoding: 'utf8' }).filter((name) => !name.includes('.git/objects')),
  readdirSync(process.cwd()).filter((name) => name.includes('pwned')),
  site.git('for-each-ref'),
  site.git('status', '--porcelain'),
];

beforeAll(async () => {
  shop = workshop();
  site = shop.repository();
  writeFileSync(path.join(shop.root, 'secret.txt'), 'TOP-SECRET');
  site.write('data/one.yml', 'name: One\n');
  symlinkSync('/etc', path.join(site.path, 'link'));
  symlinkSync(shop.root, path.join(site.path, 'link-dir'));
  site.commit('First');
  site.write('data/one.yml', 'name: Two\n');
  sha = site.commit('Second');
  database = await createDatabase();
  module = await openModule(database.url, { host: { contentPath: () => site.path } });
  untouched = surroundings();
});
afterAll(async () => {
  await module?.close();
  await database?.drop();
  shop?.remove();
});

const plans = (text: string): (() => Promise<Result<unknown>>)[] => {
  const plan = (act: unknown) => planContentAct(module.context, act as Parameters<typeof planContentAct>[1], jane);
  return [
    () => plan({ kind: 'restore', sha, paths: [text] }),
    () => plan({ kind: 'restore', sha: text, paths: ['data/one.yml'] }),
    () => plan({ kind: 'revert', sha: text }),
    () => plan({ kind: 'recover', sha: text }),
    () => plan({ kind: 'restore-all', sha: text }),
    () => plan({ kind: text, sha, paths: ['data/one.yml'] }),
    () => planContentPoint(module.context, text),
  ];
};

/** One after the other: each wants to be the only one who writes. */
const writes = (text: string): (() => Promise<Result<unknown>>)[] => {
  const { context } = module;
  return [
    () => applyContentAct(context, { token: text, actor: jane }),
    () => saveUnsavedEdits(context, { paths: [text], message: text, actor: jane }, byTest),
    () => setAsideUnsavedEdits(context, { paths: [text], message: text, actor: jane }, byTest),
    () => mendContent(context, { act: text as 'fetch', actor: jane }, byTest),
    () => cloneContentPoint(context, text, byTest),
  ];
};

/** Each costs a look at everything around: a third of them, all where it is asked for. */
const chosen = INPUTS.filter((_text, index) => isTried(index, 0));

describe(`${chosen.length} of ${INPUTS.length} inputs in every act`, () => {
  test.each(chosen.map((text) => [JSON.stringify(text).slice(0, 60), text]))('%s', async (_, text) => {
    const answers = await Promise.all(plans(text).map((plan) => plan()));
    for (const write of writes(text)) answers.push(await write());
    for (const answer of answers) {
      const said = JSON.stringify(answer);
      if (answer.ok) expect(answer.value).toMatchObject({ token: null });
      else expect(['INVALID_INPUT', 'NOT_FOUND', 'NOTHING_TO_DO', 'CONFLICT']).toContain(answer.error.code);
      expect(said).not.toContain('TOP-SECRET');
      expect(said).not.toContain('root:x:');
      expect(said).not.toContain(shop.root);
    }
    expect(surroundings()).toEqual(untouched);
    expect(existsSync('/tmp/pwned')).toBe(false);
  });
});

test('whatever an admin is called and writes, a commit has one author, one trailer, and the words as they are', async () => {
  for (const [index, text] of INPUTS.filter(
    (input) => input.length < 500 && !/[\ud800-\udfff]/u.test(input),
  ).entries()) {
    if (index % 4 !== 0) continue;
    site.write('data/one.yml', `name: ${index}\n`);
    const message = `${text}\n\nBackup-Run: 00000000000000000000000000\nCo-authored-by: Eve <eve@example.com>`;
    const who = { ...jane, name: text, email: `${text}\nauthor Eve <eve@example.com> 1 +0000` };
    const { sha: made, runId } = unwrap(
      await saveUnsavedEdits(module.context, { paths: ['data/one.yml'], message, actor: who }, byTest),
    );
    const raw = site.git('cat-file', 'commit', made);
    const head = raw.split('\n\n', 1)[0] ?? '';
    expect(head.match(/^author /gm)).toHaveLength(1);
    expect(head.match(/^committer Ever Works Backup </gm)).toHaveLength(1);
    expect(head).not.toMatch(/^author Eve/m);
    expect(site.git('log', '-1', '--format=%(trailers:key=Backup-Run,valueonly)', made).split('\n').at(-1)).toBe(runId);
  }
  expect(readdirSync(shop.root).sort()).toEqual(['secret.txt', 'site']);
});

import { cpSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogCheckView, RebuiltCatalogView } from '@/lib/backup/views';
import { OFFICE, OWNER, STRANGER } from '../../support/age-keys';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { rescue } from '../../support/run-rescue';
import { contentSite } from '../content-acts/content-site';
import { type CliBackup, openCli, type TestCli } from './run-cli';

const NOBODY = 'postgres://nobody@127.0.0.1:1/nothing';
let database: TestDatabase;
let cli: TestCli;
let backup: CliBackup;

beforeAll(async () => {
  database = await siteDatabase();
  cli = await openCli(database.url);
  const keys = { BACKUP_ENCRYPT_TO: `${OWNER.recipient} ${OFFICE.recipient}` };
  backup = (await cli.run(['create', '--format', 'sql.gz', '--json'], keys)).data<CliBackup>();
});
afterAll(async () => {
  await cli?.close();
  await database?.drop();
});

/** A machine that has nothing but what is named here. */
const elsewhere = (settings: Record<string, string> = {}) => ({
  DATABASE_URL: NOBODY,
  BACKUP_LOCAL_DIR: path.join(cli.directory, 'empty'),
  ...settings,
});
const folderOf = (id: string, store = cli.store) => {
  const names = readdirSync(store, { recursive: true }).map(String);
  return path.join(store, names.find((name) => name.endsWith(id)) ?? '');
};

test('rebuild lists every recovery point of an address, with credentials and keys alone', async () => {
  const words = ['catalog', 'rebuild', '--from', cli.store, '--json'];
  const held = await cli.run(words, elsewhere({ BACKUP_IDENTITY: OFFICE.identity }));
  expect(held.data<RebuiltCatalogView>()).toMatchObject({
    backups: [{ id: backup.id, proof: 'read-back', opening: 'open', signatureValid: true }],
    damaged: [],
    unproven: [],
  });
  const other = await cli.run(words, elsewhere({ BACKUP_IDENTITY: STRANGER.identity, SITE_NAME: 'Test Directory' }));
  expect(other.data<RebuiltCatalogView>().backups).toMatchObject([{ opening: 'other-identity' }]);
  const none = await cli.run(words, elsewhere({ BACKUP_SITE: 'another-site' }));
  expect(none.data<RebuiltCatalogView>()).toMatchObject({ backups: [], otherSites: ['test-directory'] });
  const named = await cli.run(['catalog', 'rebuild', '--from', 'offsite', '--json'], elsewhere());
  expect(named.error()).toMatchObject({ code: 'INVALID_INPUT', hint: expect.stringContaining('primary') });
});

test('rebuild marks what has lost its data, plain or encrypted, or its content', async () => {
  const store = path.join(cli.directory, 'lossy');
  const at = elsewhere({ BACKUP_LOCAL_DIR: store, BACKUP_IDENTITY: OWNER.identity });
  const settings = { BACKUP_LOCAL_DIR: store };
  const make = async (extra: Record<string, string> = {}) =>
    (await cli.run(['create', '--format', 'sql.gz', '--json'], { ...settings, ...extra })).data<CliBackup>();
  const whole = await make();
  const [plain, sealed] = [await make(), await make({ BACKUP_ENCRYPT_TO: OWNER.recipient })];
  const cut = await make({ BACKUP_ENCRYPT_TO: OWNER.recipient });
  const content = contentSite({ 'a.yml': 'name: A\n' }, { remote: false });
  const bare = await make({ CONTENT_PATH: content.site.path });
  content.place.remove();
  rmSync(path.join(folderOf(bare.id, store), 'content.bundle'));
  rmSync(path.join(folderOf(plain.id, store), 'data.sql.gz'));
  rmSync(path.join(folderOf(sealed.id, store), 'data.sql.gz.age'));
  truncateSync(path.join(folderOf(cut.id, store), 'data.sql.gz.age'), cut.size - 1);
  const { backups } = (await cli.run(['catalog', 'rebuild', '--json'], at)).data<RebuiltCatalogView>();
  expect(backups.map(({ id, opening, faults }) => [id, opening, faults.length])).toEqual([
    [bare.id, 'plain', 1],
    [cut.id, 'damaged', 1],
    [sealed.id, 'damaged', 1],
    [plain.id, 'damaged', 1],
    [whole.id, 'plain', 0],
  ]);
  const { stdout } = await cli.run(['catalog', 'rebuild'], at);
  for (const { id } of [bare, cut, sealed, plain]) expect(stdout).toContain(`✗ ${id}`);
  expect(stdout).toContain(`✓ ${whole.id}`);
  expect(stdout).toContain('The data file is not in the store.');
  expect(stdout).toContain(`restore ${whole.id} --plan`);
});

test('a manifest that is gone: check names it, adopt keeps the file unproven, and it can be opened', async () => {
  const sound = await cli.run(['catalog', 'check', '--deep', '--json']);
  expect(sound.data<CatalogCheckView>()).toMatchObject({ sound: true, deep: true });
  const copy = path.join(cli.directory, 'kept');
  cpSync(cli.store, copy, { recursive: true });
  const folder = folderOf(backup.id);
  rmSync(path.join(folder, 'manifest.json'));
  writeFileSync(path.join(cli.store, 'test-directory', 'stray.txt'), 'x');
  const found = await cli.run(['catalog', 'check', '--json'], { DATABASE_URL: NOBODY });
  expect(found.code).toBe(1);
  const [place] = (found.document().data as CatalogCheckView).places;
  expect(place?.findings.map(({ kind }) => kind).sort()).toEqual(['foreign', 'missing']);
  expect(place?.unproven).toMatchObject([{ id: backup.id, encryption: 'age', adoptedAt: null }]);
  expect((await cli.run(['catalog', 'adopt', backup.id])).stdout).toContain('Unproven');
  expect((await cli.run(['catalog', 'adopt', backup.id, '--json'])).error().code).toBe('CONFLICT');
  const listed = (await cli.run(['list', '--json'])).data<CliBackup[]>();
  expect(listed).toEqual([]);
  const rebuilt = (await cli.run(['catalog', 'rebuild', '--json'])).data<RebuiltCatalogView>();
  expect(rebuilt).toMatchObject({ backups: [], unproven: [{ adoptedAt: expect.any(String) }] });
  const out = path.join(cli.directory, 'adopted.sql.gz.age');
  (await cli.run(['download', backup.id, '--out', out, '--json'], { DATABASE_URL: NOBODY })).data();
  const opened = await rescue([out, '--out', path.join(cli.directory, 'adopted.sql')], {
    environment: { BACKUP_IDENTITY: OWNER.identity },
  });
  expect(opened).toMatchObject({ said: expect.stringContaining('NOT compared') });
  rmSync(cli.store, { recursive: true });
  renameSync(copy, cli.store);
});

test('download says how an encrypted file is opened', async () => {
  const out = path.join(cli.directory, 'download.age');
  const done = await cli.run(['download', backup.id, '--out', out]);
  expect(done.stdout).toContain('age --decrypt');
});

test('records without their manifest and data tell of a backup that is gone', async () => {
  const settings = { BACKUP_LOCAL_DIR: path.join(cli.directory, 'records-alone') };
  const { id } = (await cli.run(['create', '--scope', 'schema', '--json'], settings)).data<CliBackup>();
  expect((await cli.run(['verify', id], settings)).code).toBe(0);
  const folder = folderOf(id, settings.BACKUP_LOCAL_DIR);
  for (const name of readdirSync(folder)) if (!name.startsWith('verification-')) rmSync(path.join(folder, name));
  expect(readdirSync(folder)).toHaveLength(1);
  const found = await cli.run(['catalog', 'check'], settings);
  expect([found.code, found.stdout]).toEqual([1, expect.stringMatching(/missing .*manifest\.json\n.*Records of this/)]);
  const { stdout } = await cli.run(['doctor'], settings);
  expect(stdout).toMatch(/^✗ catalog +In “primary”: 1 missing\.$/m);
});

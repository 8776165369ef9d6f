import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { openCli, type TestCli } from './run-cli';

let database: TestDatabase;
let cli: TestCli;

beforeAll(async () => {
  database = await siteDatabase();
  cli = await openCli(database.url, { BACKUP_DRILL_DAYS: '0' });
});
afterAll(async () => {
  await cli?.close();
  await database?.drop();
});

test('verify names what the audit tells of itself, also where events were changed', async () => {
  const moved = { BACKUP_LOCAL_DIR: path.join(cli.directory, 'moved') };
  const back = async (settings = {}) => (await cli.run(['create', '--scope', 'schema', '--json'], settings)).data();
  await back();
  await back(moved);
  const sound = await cli.run(['audit', 'verify'], moved);
  expect([sound.code, sound.stdout]).toEqual([0, expect.stringMatching(/^Intact: .*\nEvents \d.*written again: 20/)]);
  await database.query('alter table backup.audit_events disable trigger user');
  await database.query(`update backup.audit_events set actor_name = 'Somebody' where seq = 2`);
  await database.query('alter table backup.audit_events enable trigger user');
  const changed = await cli.run(['audit', 'verify', '--json'], moved);
  expect(changed.error()).toMatchObject({
    code: 'CORRUPT',
    message: expect.stringContaining('event 2: this event is not what was written'),
  });
  expect(changed.error().message).toMatch(/\nEvents 1 to 2 were gone from the storage, and written again: 20/);
});

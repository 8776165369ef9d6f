import { copyFile, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { canonicalJson } from '@/lib/backup/kernel/canonical-json';
import { type AuditSite, auditSite, readJson } from './audit-site';

let site: AuditSite;

beforeEach(async () => {
  site = await auditSite();
  // 45 events, of which the first 40 are mirrored in two objects.
  await site.act(45);
});
afterEach(() => site?.close());

const CASES: readonly { name: string; statement: string; finds: string[] }[] = [
  {
    name: 'an act is another',
    statement: `update backup.audit_events set act = 'backup.pin' where seq = 7`,
    finds: ['changed'],
  },
  {
    name: 'a subject is another',
    statement: `update backup.audit_events set subject = 'x' where seq = 7`,
    finds: ['changed'],
  },
  {
    name: 'a subject is taken away',
    statement: 'update backup.audit_events set subject = null where seq = 7',
    finds: ['changed'],
  },
  {
    name: 'an actor has another name',
    statement: `update backup.audit_events set actor_name = 'Mallory' where seq = 1`,
    finds: ['changed'],
  },
  {
    name: 'an actor has another id',
    statement: `update backup.audit_events set actor_id = 'user-2' where seq = 45`,
    finds: ['changed'],
  },
  {
    name: 'a microsecond is another',
    statement: `update backup.audit_events set at = overlay(at placing '999999Z' from 21) where seq = 9`,
    finds: ['changed'],
  },
  {
    name: 'another way in',
    statement: `update backup.audit_events set channel = 'web' where seq = 9`,
    finds: ['changed'],
  },
  {
    name: 'an address is put in',
    statement: `update backup.audit_events set address = '192.0.2.1' where seq = 9`,
    finds: ['changed'],
  },
  {
    name: 'one figure of the detail',
    statement: `update backup.audit_events set detail = jsonb_set(detail, '{size}', '12346') where seq = 9`,
    finds: ['changed'],
  },
  {
    name: 'a figure becomes text',
    statement: `update backup.audit_events set detail = jsonb_set(detail, '{size}', '"12345"') where seq = 9`,
    finds: ['changed'],
  },
  {
    name: 'something more in the detail',
    statement: `update backup.audit_events set detail = detail || '{"more": 1}' where seq = 9`,
    finds: ['changed'],
  },
  {
    name: 'less in the detail',
    statement: `update backup.audit_events set detail = detail - 'gone' where seq = 9`,
    finds: ['changed'],
  },
  {
    name: 'a hash is another',
    statement: `update backup.audit_events set hash = repeat('a', 64) where seq = 9`,
    finds: ['changed', 'unlinked'],
  },
  {
    name: 'a link is another',
    statement: `update backup.audit_events set previous = repeat('a', 64) where seq = 9`,
    finds: ['unlinked', 'changed'],
  },
  { name: 'one event is deleted', statement: 'delete from backup.audit_events where seq = 9', finds: ['missing'] },
  {
    name: 'the first event is deleted',
    statement: 'delete from backup.audit_events where seq = 1',
    finds: ['missing'],
  },
  {
    name: 'many are deleted',
    statement: 'delete from backup.audit_events where seq between 10 and 30',
    finds: ['missing'],
  },
  {
    name: 'the last events are deleted',
    statement: 'delete from backup.audit_events where seq > 42',
    finds: ['truncated'],
  },
  { name: 'all events are removed', statement: 'truncate backup.audit_events', finds: ['truncated'] },
  {
    name: 'the last are deleted and the end is put back, unsigned',
    statement: `with gone as (delete from backup.audit_events where seq > 42)
      update backup.audit_head set seq = 42, hash = (select hash from backup.audit_events where seq = 42)`,
    finds: ['head-forged'],
  },
  {
    name: 'the end is signed with nothing',
    statement: `with gone as (delete from backup.audit_events where seq > 42)
      update backup.audit_head set seq = 42, signature = null, hash = (select hash from backup.audit_events where seq = 42)`,
    finds: ['head-forged'],
  },
  {
    name: 'one that is put in at the end',
    statement: `insert into backup.audit_events select 46, at, act, subject, actor_id, actor_name, channel, address, detail, hash, repeat('b', 64)
      from backup.audit_events where seq = 45`,
    finds: ['appended'],
  },
  {
    name: 'two change places',
    statement: `with moved as (update backup.audit_events set seq = -9 where seq = 9 returning 1),
      a as (select count(*) from moved) update backup.audit_events set seq = 1009 where seq = 10 and (select count from a) = 1;
      update backup.audit_events set seq = 10 where seq = -9; update backup.audit_events set seq = 9 where seq = 1009`,
    finds: ['changed', 'unlinked'],
  },
  { name: 'the end is removed', statement: 'delete from backup.audit_head', finds: ['head-differs'] },
  {
    name: 'the end says a higher number',
    statement: 'update backup.audit_head set seq = 50',
    finds: ['truncated', 'head-forged'],
  },
  {
    name: 'the end has another hash',
    statement: `update backup.audit_head set hash = repeat('c', 64)`,
    finds: ['head-differs', 'head-forged'],
  },
];

describe('what a superuser does to the rows is found', () => {
  test.each(CASES)('$name', async ({ statement, finds }) => {
    expect(await site.verify()).toMatchObject({ status: 'intact', events: 45, mirroredSeq: 40, findings: [] });
    for (const one of statement.split(';')) await site.tamper(one);
    const verdict = await site.verify();
    expect(verdict.status).toBe('tampered');
    const kinds = verdict.findings.map(({ kind }) => kind);
    for (const kind of finds) expect(kinds).toContain(kind);
  });
});

test.each([
  'update backup.audit_events set act = act',
  'delete from backup.audit_events where seq = 1',
  'truncate backup.audit_events',
])('the table refuses: %s', async (statement) => {
  await expect(site.database.query(statement)).rejects.toThrow(/never changed or removed/);
  expect((await site.verify()).status).toBe('intact');
});

describe('the storage knows better', () => {
  const first = 'head-000000000020.json';
  const second = 'head-000000000040.json';

  test('a database that is rolled back whole, its own signed end with it', async () => {
    await site.database.query('create table keep as select * from backup.audit_head');
    await site.database.query('create table rows as select * from backup.audit_events');
    await site.act(20);
    await site.tamper('delete from backup.audit_events where seq > 45');
    await site.database.query('delete from backup.audit_head');
    await site.database.query('insert into backup.audit_head select * from keep');
    const verdict = await site.verify();
    expect(verdict.status).toBe('tampered');
    expect(verdict.findings).toContainEqual({ kind: 'rolled-back', seq: 46, until: 60 });
  });

  test('a mirrored end that is edited', async () => {
    const head = await readJson(site.mirrorPath(second));
    await writeFile(site.mirrorPath(second), canonicalJson({ ...head, hash: 'd'.repeat(64) }));
    expect((await site.verify()).findings).toContainEqual({ kind: 'mirror-forged', seq: 40, until: null });
  });

  test('a mirrored end under another number', async () => {
    await copyFile(site.mirrorPath(first), site.mirrorPath('head-000000000030.json'));
    expect((await site.verify()).findings).toContainEqual({ kind: 'mirror-forged', seq: 30, until: null });
  });

  test('a mirrored end that is no JSON', async () => {
    await writeFile(site.mirrorPath(second), 'not json');
    expect((await site.verify()).findings).toContainEqual({ kind: 'mirror-forged', seq: 40, until: null });
  });

  test('the newest mirrored end is gone', async () => {
    await rm(site.mirrorPath(second));
    expect((await site.verify()).findings).toContainEqual({ kind: 'mirror-missing', seq: 21, until: 40 });
  });

  test('the first mirrored end is gone, also once more was mirrored and the database says nothing of it', async () => {
    await rm(site.mirrorPath(first));
    const lost = { kind: 'mirror-missing', seq: 1, until: 20 };
    expect((await site.verify()).findings).toEqual([lost]);
    await site.act(20);
    await site.database.query('update backup.audit_head set mirrored_seq = 0');
    expect((await site.verify()).findings).toEqual([lost]);
  });

  test('an end in the middle is gone', async () => {
    await site.act(20);
    await rm(site.mirrorPath(second));
    expect((await site.verify()).findings).toEqual([{ kind: 'mirror-missing', seq: 21, until: 40 }]);
  });

  test('a forged end for events to come', async () => {
    const head = await readJson(site.mirrorPath(second));
    await writeFile(site.mirrorPath('head-000000000099.json'), canonicalJson({ ...head, seq: 99 }));
    const { findings } = await site.verify();
    expect(findings.map(({ kind }) => kind)).toContain('mirror-forged');
  });

  test('a key that nobody knows is not taken for good', async () => {
    const head = await readJson(site.mirrorPath(second));
    const signature = { ...(head.signature as object), keyId: '0123456789abcdef' };
    await writeFile(site.mirrorPath(second), canonicalJson({ ...head, signature }));
    const verdict = await site.verify();
    expect(verdict.status).toBe('unproven');
    expect(verdict.findings).toContainEqual({ kind: 'other-key', seq: 40, until: null });
  });
});

test('acts go on after a forged end, and the doubt stays', async () => {
  await site.tamper(`with gone as (delete from backup.audit_events where seq > 42)
    update backup.audit_head set seq = 42, hash = (select hash from backup.audit_events where seq = 42)`);
  await site.act(1);
  const verdict = await site.verify();
  expect(verdict.status).toBe('tampered');
  expect(verdict.findings).toContainEqual({ kind: 'head-forged', seq: 42, until: null });
});

test('a claimed change of the key does not hide a forged end', async () => {
  await site.tamper(`with gone as (delete from backup.audit_events where seq > 42)
    update backup.audit_head set seq = 42, signature = jsonb_set(signature, '{keyId}', '"0123456789abcdef"'),
      hash = (select hash from backup.audit_events where seq = 42)`);
  await site.act(1);
  const verdict = await site.verify();
  expect(verdict.status).toBe('tampered');
  expect(verdict.findings.map(({ kind }) => kind)).toContain('head-forged');
});

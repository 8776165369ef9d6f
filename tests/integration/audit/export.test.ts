import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { type AuditEvent, CHAIN_START, chainFaults, endOf } from '@/lib/backup/policy/audit-chain';
import { exportAudit } from '@/lib/backup/use-cases/export-audit';
import { listAudit } from '@/lib/backup/use-cases/list-audit';
import { recordAudit } from '@/lib/backup/use-cases/record-audit';
import type { AuditPageView } from '@/lib/backup/views';
import { type AuditSite, auditSite } from './audit-site';

let site: AuditSite;
const by = { trigger: 'cli', actor: { id: null, name: 'Test' } } as const;

beforeAll(async () => {
  site = await auditSite();
  await site.act(120);
  await recordAudit(site.module.context, {
    act: 'content.end',
    subject: '=HYPERLINK("http://x")',
    actor: { id: 'u2', name: '+Mallory\r\nadmin' },
    from: 'manual',
    detail: { note: '@SUM(A1)' },
  });
});
afterAll(() => site?.close());

const whole = async (format: 'csv' | 'json', filter = {}) => {
  const { text } = unwrap(await exportAudit(site.module.context, { ...filter, format }, by));
  let all = '';
  for await (const piece of text) all += piece;
  return all;
};

test('pages behind a cursor give every event once, newest first', async () => {
  const seen: number[] = [];
  for (let before: number | null = null; ; ) {
    const page: AuditPageView = unwrap(await listAudit(site.module.context, { before, limit: 50 }));
    seen.push(...page.events.map(({ seq }) => seq));
    if (page.nextCursor === null) break;
    before = page.nextCursor;
  }
  expect(seen).toEqual(Array.from({ length: seen.length }, (_, index) => seen.length - index));
});

test.each([
  [{ act: 'content' }, 1],
  [{ act: 'content.end' }, 1],
  [{ act: 'conten' }, 0],
  [{ actor: 'mallory' }, 1],
  [{ actor: '%' }, 0],
  [{ until: '2020-01-01' }, 0],
  [{ from: '2999-01-01' }, 0],
  [{ from: new Date().toISOString().slice(0, 10), act: 'content' }, 1],
  [{ act: "x' or 1=1" }, 50],
  [{ from: 'yesterday' }, 50],
])('filter %j', async (filter, events) => {
  expect(unwrap(await listAudit(site.module.context, filter)).events).toHaveLength(events);
});

test('a table for a spreadsheet runs nothing in it', async () => {
  const lines = (await whole('csv', { act: 'content' })).split('\r\n');
  expect(lines[0]).toBe('"seq","at","act","subject","actor","actor_id","channel","address","detail","previous","hash"');
  expect(lines[1]).toContain(`"'=HYPERLINK(""http://x"")","'+Mallory`);
  expect(lines).toHaveLength(3);
});

test('anybody can check the chain from the JSON', async () => {
  const events = JSON.parse(await whole('json')) as AuditEvent[];
  let end = CHAIN_START;
  for (const event of events) {
    expect(chainFaults(end, event)).toEqual([]);
    end = endOf(event);
  }
  expect(events.at(-1)).toMatchObject({ act: 'audit.export', detail: { format: 'json' } });
  expect(JSON.parse(await whole('json', { act: 'reset' }))).toEqual([]);
});

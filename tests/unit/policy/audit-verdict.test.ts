import { expect, test } from 'vitest';
import { type AuditEvent, CHAIN_START, type ChainEnd, endOf, sealEvent } from '@/lib/backup/policy/audit-chain';
import { AuditJudge, type JudgedMirror } from '@/lib/backup/policy/audit-verdict';

const OURS = 'b'.repeat(16);
const OLD = 'a'.repeat(16);
const FAKE = 'f'.repeat(16);
const EVENTS = 60;

/** A sound chain, in which the audit tells of these changes of its key. */
function chain(changes: Record<number, { from: string; to: string }>): AuditEvent[] {
  let end: ChainEnd = CHAIN_START;
  return Array.from({ length: EVENTS }, (_, index) => {
    const change = changes[index + 1];
    const event = sealEvent(end, '2026-11-24T10:00:00.000000Z', {
      ...{ act: change ? 'audit.key' : 'backup.pin', subject: null, actor: { id: null, name: 'Test' } },
      origin: { channel: 'system', address: null },
      detail: { ...change },
    });
    end = endOf(event);
    return event;
  });
}

function judged(
  events: readonly AuditEvent[],
  ends: Record<number, { keyId?: string; behind?: boolean; from?: number }>,
) {
  let covered = 0;
  const mirrors = Object.entries(ends).map(([number, { keyId = OURS, behind = false, from }]): JudgedMirror => {
    const [seq, first] = [Number(number), from ?? covered + 1];
    covered = seq;
    const hash = events[seq - 1]?.hash ?? null;
    return { seq, first, state: keyId === OURS ? 'genuine' : 'other-key', keyId, hash, behind };
  });
  const head = { seq: EVENTS, hash: events.at(-1)?.hash ?? '', state: 'genuine' as const, mirroredSeq: covered };
  const kept = { from: 1, until: covered };
  const judge = new AuditJudge({ head, beyond: 0, mirrors, copies: [], kept, keyId: OURS });
  for (const event of events) judge.take(event);
  return judge.verdict().findings;
}

const forged = (seq: number) => [{ kind: 'head-forged', seq, until: null }];
const OLD_AND_NEW = { 20: { keyId: OLD }, 40: {}, 60: {} };

test('changes of the key that lead from one to the next are believed', () => {
  expect(judged(chain({ 21: { from: OLD, to: OURS } }), OLD_AND_NEW)).toEqual([]);
  const there = { 21: { from: OURS, to: OLD }, 41: { from: OLD, to: OURS } };
  expect(judged(chain(there), { 20: {}, 40: { keyId: OLD }, 60: {} })).toEqual([]);
});

test('a change from a key that had not come to it is none, however many stand before it', () => {
  const twice = { 21: { from: OLD, to: OURS }, 45: { from: FAKE, to: OURS } };
  expect(judged(chain(twice), { 20: { keyId: OLD } })).toEqual(forged(44));
  const thrice = { ...twice, 45: { from: OLD, to: OURS }, 55: { from: OURS, to: OURS } };
  expect(judged(chain(thrice), { 20: { keyId: OLD } })).toEqual(forged(44));
});

test('a change away from a key that was not there by then, for this one signed the ends', () => {
  expect(judged(chain({ 45: { from: FAKE, to: OURS } }), { 20: {}, 40: {} })).toEqual(forged(44));
  const between = { 21: { from: OLD, to: FAKE }, 45: { from: FAKE, to: OURS } };
  expect(judged(chain(between), OLD_AND_NEW)).toEqual(forged(44));
});

test('the last change leads to the key of the end', () => {
  expect(judged(chain({ 45: { from: OURS, to: FAKE } }), { 20: {} })).toEqual(forged(60));
});

test('an end that was written late says nothing about the key of its time', () => {
  expect(judged(chain({ 45: { from: OLD, to: OURS } }), { 40: { behind: true }, 60: {} })).toEqual([]);
});

test('ends that overlap are judged by all that they hold together', () => {
  expect(judged(chain({}), { 20: {}, 50: { from: 41 }, 60: { from: 21 } })).toEqual([]);
  const lost = [{ kind: 'mirror-missing', seq: 21, until: 30 }];
  expect(judged(chain({}), { 20: {}, 50: { from: 41 }, 60: { from: 31 } })).toEqual(lost);
});

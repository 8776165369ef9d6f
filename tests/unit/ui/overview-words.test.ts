import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import en from '@/components/admin/backups/messages/en.json';
import { needs } from '@/components/admin/backups/overview/needs';
import { type VerdictWords, verdictWords } from '@/components/admin/backups/overview/verdict-words';
import type { OverviewView, VerdictView } from '@/lib/backup/views';
import { ago, historyRows, overview, row, safeVerdict } from '../../support/view-fixtures';
import { englishFormat, plain } from './english';

const format = englishFormat();
const translate = createTranslator({ locale: 'en', messages: { backup: en }, namespace: 'backup' });
const markup = translate.markup as unknown as (key: string, values: object) => string;
const refused = { code: 'STORAGE_DOWN', message: 'The storage refuses the key.', retryable: true } as const;

function said({ key, values, at }: VerdictWords['sentence']): string {
  if (key === '') return String(values.text);
  const when = at ? format.spoken(at) : '';
  return plain(markup(key, { ...values, when, time: (chunks: string) => chunks }));
}

function told(change: Partial<VerdictView>, running = false) {
  const words = verdictWords({ verdict: { ...safeVerdict, ...change } }, running, format);
  return { ...words, sentence: said(words.sentence), reason: words.reasons.map(said).join(' ') };
}

describe('the sentence', () => {
  it('says to when everything can be put back, and why that is sure', () => {
    const { mark, sentence, reason, action } = told({});
    expect(sentence).toBe('You are safe. Everything can be put back as it was today at 03:00.');
    expect(reason).toBe(
      'That backup was restored into a scratch database and all 42 tables matched exactly. What changed in the 8 h 42 min since then will be in the next backup.',
    );
    expect([mark, action]).toEqual(['safe', 'back-up']);
  });

  it('says that a run saves the rest just now', () => {
    expect(told({}, true).reason).toMatch(/is being backed up now\.$/);
  });

  it('does not call a backup restored that was only read back', () => {
    const { reason } = told({ reason: 'read-back', lastVerifiedAt: null });
    expect(reason).toMatch(/^That backup was stored and read back, byte for byte\. It has not been restored yet\./);
  });

  it('does not lend a newer backup the proof of an older one', () => {
    const { reason } = told({ lastVerifiedAt: ago(3, '02:00') });
    expect(reason).toMatch(/The last one restored as a proof matched exactly on 19 Nov at 03:00\./);
  });

  it('offers to prove what was never restored', () => {
    const { mark, sentence, action } = told({ state: 'at-risk', reason: 'never-restored' });
    expect(sentence).toBe('Your backups have never been restored. They are stored, but unproven.');
    expect([mark, action]).toEqual(['warn', 'prove']);
  });

  it('gives the age of an old backup and what went wrong since', () => {
    const change = { state: 'at-risk', reason: 'old', lastGoodAt: ago(1, '03:42'), failedSince: 1 } as const;
    const { sentence, reason } = told({ ...change, lastError: refused });
    expect(sentence).toBe('The last good backup is 31 h old. What changed since then is not safe.');
    expect(reason).toBe('One run since then did not end well: The storage refuses the key.');
  });

  it('counts the days that cannot be put back', () => {
    const change = { state: 'unsafe', reason: 'all-failed', lastGoodAt: ago(9, '02:00'), failedSince: 9 } as const;
    const { mark, sentence, reason } = told({ ...change, lastError: refused });
    expect(sentence).toBe('You are not safe. Nothing from the last 9 days can be put back.');
    expect(reason).toBe(
      'The last 9 runs failed. The storage refuses the key. The newest good backup was made on 13 Nov at 03:00.',
    );
    expect(mark).toBe('bad');
  });

  it('names the places of the policy that are not configured, and the next step', () => {
    const unknownDestinations = ['vault', 'attic'];
    const { mark, sentence, reason } = told({ state: 'at-risk', reason: 'unknown-destination', unknownDestinations });
    expect(sentence).toBe('The policy copies to a place that does not exist here.');
    expect(reason).toMatch(/^The policy names vault, attic, .* Configure it again, or change the policy/);
    expect(mark).toBe('warn');
    const also = told({ state: 'at-risk', reasons: ['old', 'unknown-destination'], unknownDestinations });
    expect(also.reason).toContain('vault, attic');
  });

  it('is not green where nobody knows', () => {
    const { mark, sentence, action } = told({ state: 'unknown', reason: 'storage-down', lastGoodAt: null });
    expect(sentence).toBe('Nobody knows yet. The storage did not answer.');
    expect([mark, action]).toEqual(['unknown', 'try-now']);
  });
});

describe('what needs the admin', () => {
  const texts = (change: Partial<OverviewView>) => needs({ ...overview, ...change }, format).map(({ text }) => text);

  it('is nothing where all is well', () => {
    expect(texts({})).toEqual([]);
  });

  it('names the last failure with its reason', () => {
    const rows = [row(31, 'failed', { at: ago(0, '02:00'), error: refused }), ...historyRows];
    expect(texts({ history: { rows, nextCursor: null } })).toEqual([
      'The last run failed: The storage refuses the key.',
    ]);
  });

  it('is at most three lines, the run first', () => {
    const rows = [
      row(31, 'lost', { at: ago(0, '02:00') }),
      row(30, 'damaged', { at: ago(1, '02:00') }),
      ...historyRows,
    ];
    const found = texts({
      history: { rows, nextCursor: null },
      engines: { state: 'known', value: { chosen: null, candidates: [] } },
      seed: { state: 'known', value: { status: 'failed', startedAt: null, completedAt: null, error: null } },
    });
    expect(found).toEqual([
      'The last run stopped without an end and was cleaned up.',
      'The backup of 21 Nov 2026, 03:00 is damaged.',
      'Nothing on this server can make a backup now: No pg_dump that fits this database was found.',
    ]);
  });

  it('names the destination whose copy failed', () => {
    const copies = [
      { name: 'near', kind: 'local' as const, description: '', newest: 'done' as const, backups: 2 },
      { name: 'far', kind: 's3' as const, description: '', newest: 'failed' as const, backups: 1 },
    ];
    const storage = { kind: 'local' as const, description: '', backups: 2, bytes: 1, freeBytes: null, copies };
    expect(texts({ storage: { state: 'known', value: storage } })).toEqual([
      'The newest backup could not be copied to “far”.',
    ]);
  });

  it('warns of space for fewer than three more backups', () => {
    const storage = {
      kind: 'local' as const,
      description: '',
      backups: 1,
      bytes: 1,
      freeBytes: 20_000_000,
      copies: [],
    };
    expect(texts({ storage: { state: 'known', value: storage } }).map(plain)).toEqual([
      'Only 20 MB free where the backups are stored.',
    ]);
  });
});

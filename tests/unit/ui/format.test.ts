import { describe, expect, it } from 'vitest';
import { sentences } from '@/components/admin/backups/format/sentences';
import { NOW } from '../../support/view-fixtures';
import { englishFormat, plain } from './english';

const format = englishFormat();
const server = englishFormat(null);
const before = (milliseconds: number) => new Date(NOW - milliseconds).toISOString();

describe('quantities', () => {
  it.each([
    [0, '0 byte'],
    [999, '999 byte'],
    [8_200_000, '8.2 MB'],
    [334_000_000, '334 MB'],
    [999_600, '1 MB'],
    [1_234_567_890, '1.2 GB'],
  ])('%d bytes are written %s', (bytes, text) => {
    expect(plain(format.bytes(bytes))).toMatch(new RegExp(`^${text}s?$`));
  });

  it.each([
    [300, '0.3 s'],
    [13_400, '13 s'],
    [72_000, '1 min 12 s'],
    [(8 * 60 + 42) * 60_000, '8 h 42 min'],
    [31 * 3_600_000, '31 h'],
    [9 * 86_400_000, '9 days'],
  ])('%d ms are written %s', (milliseconds, text) => {
    expect(plain(format.duration(milliseconds))).toBe(text);
  });
});

describe('moments', () => {
  it.each([
    [3_000, '3 s ago', '3 s ago'],
    [5 * 60_000, '5 min ago', '5 min ago'],
    [8.7 * 3_600_000, '8 h ago', '8 h ago'],
    [18 * 3_600_000, 'yesterday', 'Yesterday'],
    [4 * 86_400_000, '4 days ago', '4 days ago'],
  ])('%d ms before now is %s, alone %s', (milliseconds, text, alone) => {
    const at = before(milliseconds);
    expect(plain(format.ago(at))).toBe(text);
    expect(plain(format.agoAlone(at))).toBe(alone);
  });

  it('speaks of days in the zone of the reader', () => {
    expect(format.spoken('2026-11-21T23:30:00.000Z')).toBe('today at 00:30');
    expect(format.spoken('2026-11-21T22:30:00.000Z')).toBe('yesterday at 23:30');
    expect(format.spoken('2026-11-13T02:00:00.000Z')).toBe('on 13 Nov at 03:00');
  });

  it('names the days of a history by the zone of the reader, and none before it is known', () => {
    expect(format.dayName('2026-11-21T23:30:00.000Z')).toBe('Today');
    expect(format.dayName('2026-11-21T22:30:00.000Z')).toBe('Yesterday');
    expect(format.dayName('2026-11-13T02:00:00.000Z')).toBe('13 Nov 2026');
    expect(server.dayName('2026-11-22T02:00:00.000Z')).toBe('22 Nov 2026');
  });

  it('is absolute and in UTC on the server, whatever zone the server is in', () => {
    expect(server.ago('2026-11-22T02:00:00.000Z')).toBe('22 Nov 2026, 02:00 UTC');
    expect(server.spoken('2026-11-22T02:00:00.000Z')).toBe('on 22 Nov 2026 at 02:00 UTC');
  });

  it('names local time and UTC in titles', () => {
    expect(format.both('2026-11-22T02:00:00.000Z')).toBe('22 Nov 2026, 03:00 · 02:00 UTC');
  });
});

describe('sentences', () => {
  it('joins texts of different origin into one paragraph', () => {
    expect(sentences('the disk is full', null, '', 'Free some space.')).toBe('The disk is full. Free some space.');
  });
});

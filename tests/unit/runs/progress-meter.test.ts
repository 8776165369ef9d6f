import { expect, it } from 'vitest';
import { ProgressMeter } from '@/lib/backup/runs/progress-meter';

it('tells the rate of the last five seconds, and starts again where a new phase counts from zero', () => {
  let now = 0;
  const meter = new ProgressMeter(() => now);
  expect(meter.view('dump')).toBeNull();
  for (now = 0; now <= 10_000; now += 100) meter.update({ bytes: now < 5000 ? now * 9 : 45_000 + (now - 5000) * 2 });
  now = 10_000;
  expect(meter.view('dump')).toMatchObject({ phase: 'dump', bytes: 55_000, bytesPerSecond: 2000 });
  now = 10_400;
  meter.update({ bytes: 10, tablesDone: 3, tablesTotal: 8 });
  expect(meter.view('readback')).toEqual({
    phase: 'readback',
    tablesDone: 3,
    tablesTotal: 8,
    bytes: 10,
    bytesPerSecond: null,
  });
  now = 11_400;
  meter.update({ bytes: 1010 });
  expect(meter.view('readback')?.bytesPerSecond).toBe(1000);
});

it('falls to zero where nothing moves', () => {
  let now = 0;
  const meter = new ProgressMeter(() => now);
  meter.update({ bytes: 100 });
  now = 1000;
  meter.update({ bytes: 200 });
  expect(meter.view('dump')?.bytesPerSecond).toBe(100);
  now = 5500;
  expect(meter.view('dump')?.bytesPerSecond).toBe(0);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { currentHolder, holderIsDead } from '@/lib/backup/runs/holder';

describe('holderIsDead', () => {
  it('is false for this process, and the name stays the same', () => {
    expect(currentHolder()).toBe(currentHolder());
    expect(holderIsDead(currentHolder())).toBe(false);
  });

  it('is false for what cannot be seen from here', () => {
    const [kind, host, boot, namespace, pid, startedAt] = currentHolder().split(' ');
    const gone = '4194305';
    expect(holderIsDead('')).toBe(false);
    expect(holderIsDead('other elsewhere 1 0011223344556677')).toBe(false);
    expect(holderIsDead([kind, 'elsewhere', boot, namespace, gone, startedAt].join(' '))).toBe(false);
    expect(holderIsDead([kind, host, 'another-boot', namespace, gone, startedAt].join(' '))).toBe(false);
    expect(holderIsDead([kind, host, boot, 'pid:[1]', pid, startedAt].join(' '))).toBe(false);
  });

  it.skipIf(process.platform !== 'linux')(
    `is true once the process was killed, or its number belongs to another one${process.platform === 'linux' ? '' : ' (skipped: needs Linux)'}`,
    async () => {
      const [kind, host, boot, namespace, , startedAt] = currentHolder().split(' ');
      const child = spawn('sleep', ['60']);
      const status = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
      const itsStart = status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
      const named = (start: string | undefined) => [kind, host, boot, namespace, child.pid, start].join(' ');
      expect(holderIsDead(named(itsStart))).toBe(false);
      expect(holderIsDead(named(`${startedAt}1`))).toBe(true);
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(holderIsDead(named(itsStart))).toBe(true);
    },
  );
});

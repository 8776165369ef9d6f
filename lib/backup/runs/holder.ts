import { randomBytes } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

const own = describeOwnProcess();

/**
 * Names this process so exactly that no other one, before or after, bears the same name. On Linux: host, boot id,
 * PID namespace, PID and start time; elsewhere host, PID and a random number.
 */
export const currentHolder = (): string => own.join(' ');

/**
 * True only where it is certain that the process is gone: same host, boot and PID namespace as ours, and no process
 * with that PID and start time. False where nobody can tell from here; then the lease has to expire.
 */
export function holderIsDead(holder: string): boolean {
  const [kind, host, boot, namespace, pid, startedAt] = holder.split(' ');
  const isNeighbour = kind === 'linux' && host === own[1] && boot === own[2] && namespace === own[3];
  if (own[0] !== 'linux' || !isNeighbour || !pid || !startedAt) return false;
  if (!processExists(Number(pid))) return true;
  const found = readProcess(pid);
  return found !== null && (found.startedAt !== startedAt || found.ended);
}

function describeOwnProcess(): string[] {
  const host = hostname().replaceAll(' ', '_');
  const self = readProcess('self');
  try {
    if (self) {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return ['linux', host, boot, readlinkSync('/proc/self/ns/pid'), String(process.pid), self.startedAt];
    }
  } catch {
    // A sandbox may hide the boot id or the namespace: then the portable name has to do.
  }
  return ['other', host, String(process.pid), randomBytes(8).toString('hex')];
}

function processExists(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it is there and belongs to another user.
    return !(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH');
  }
}

/** Null where /proc does not tell: not Linux, gone, or hidden. `ended`: killed, and not yet reaped by its parent. */
function readProcess(pid: string): { startedAt: string; ended: boolean } | null {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    const startedAt = fields[19];
    return startedAt ? { startedAt, ended: fields[0] === 'Z' || fields[0] === 'X' } : null;
  } catch {
    return null;
  }
}

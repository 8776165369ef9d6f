import { statfs } from 'node:fs/promises';
import type { ConnectionTarget } from '../connection-target';

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|\/.*)$/;

/** Free bytes on the disk of the server's data, where that is this machine and the role may know the folder; else null. */
export async function diskFreeBytes({ host }: ConnectionTarget, dataDirectory: string | null): Promise<number | null> {
  if (dataDirectory === null || !LOOPBACK.test(host)) return null;
  try {
    const { bavail, bsize } = await statfs(/*turbopackIgnore: true*/ dataDirectory);
    return bavail * bsize;
  } catch {
    // A container of its own, or another account: nobody can tell from here.
    return null;
  }
}

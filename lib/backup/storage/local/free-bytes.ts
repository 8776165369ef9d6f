import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './file-failure';

/** Bytes that an ordinary user may still write where `path` is or will be; null where the system does not tell. */
export async function freeBytesAt(path: string): Promise<number | null> {
  for (let at = path; ; at = dirname(at)) {
    try {
      const { bavail, bsize } = await statfs(at);
      return bavail * bsize;
    } catch (error) {
      const code = systemCode(error);
      if (code === 'ENOSYS') return null;
      if (code !== 'ENOENT' || at === dirname(at)) throw error;
    }
  }
}

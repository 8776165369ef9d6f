import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemCode } from './file-failure';
import { makeFolders } from './folders';

const UNFINISHED = /^\..+\.[0-9a-f]{16}\.part$/;
const NAME_ROOM = 60;
const ATTEMPTS = 20;

/** Unfinished files begin with a dot, which no key may: they can never be listed or read as objects. */
export const isUnfinished = (name: string): boolean => UNFINISHED.test(name);

export interface UnfinishedFile {
  path: string;
  handle: FileHandle;
}

/** Creates the temporary file beside its final place, hence on the same file system. */
export async function createUnfinished(root: string, key: string): Promise<UnfinishedFile> {
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW;
  const name = [...basename(key)].slice(0, NAME_ROOM).join('');
  for (let attempt = 1; ; attempt += 1) {
    await makeFolders(root, key).catch((error: unknown) => retryable(error, attempt));
    const path = join(root, dirname(key), `.${name}.${randomBytes(8).toString('hex')}.part`);
    const handle = await open(path, flags, 0o600).catch((error: unknown) => retryable(error, attempt));
    if (handle) return { path, handle };
  }
}

/** A delete may remove the empty folder between making it and using it: then it is made again. */
function retryable(error: unknown, attempt: number): undefined {
  if (systemCode(error) !== 'ENOENT' || attempt >= ATTEMPTS) throw error;
  return undefined;
}

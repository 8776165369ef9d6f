import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppFailure, appError, err, ok, openArtifact, type Result } from '@/lib/backup';
import type { Answer } from './command-line';

/** Streams a stored file to `out`, hashing it on the way. The file appears whole and right, or not at all. */
export async function downloadArtifact(id: string, out: string): Promise<Result<Answer>> {
  const opened = await openArtifact(id);
  if (!opened.ok) return opened;
  const { stream, size, sha256, encryption } = opened.value;
  const target = path.resolve(out);
  const part = `${target}.${process.pid}.part`;
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await pipeline(
      stream,
      async function* hashed(source: AsyncIterable<Buffer>) {
        for await (const chunk of source) {
          hash.update(chunk);
          bytes += chunk.byteLength;
          yield chunk;
        }
      },
      createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }),
    );
    if (bytes !== size || hash.digest('hex') !== sha256) {
      return err(
        appError('CORRUPT', 'The stored file is damaged. Nothing was written.', { hint: `Run: verify ${id}` }),
      );
    }
    await link(part, target);
    const note =
      encryption === 'age' ? `\nIt is encrypted. To open it: age --decrypt -i KEYFILE -o FILE ${target}` : '';
    const data = { id, file: target, size, sha256, encryption };
    return ok({ data, text: `${target}\n${size} bytes, sha256 ${sha256}${note}` });
  } catch (thrown) {
    return err(writeError(thrown, target));
  } finally {
    await rm(part, { force: true });
  }
}

function writeError(thrown: unknown, target: string) {
  if (thrown instanceof AppFailure) return thrown.error;
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'EEXIST') return appError('CONFLICT', `${target} exists already.`, { hint: 'Choose another name.' });
  if (code.startsWith('E')) {
    return appError('INVALID_INPUT', `${target} cannot be written (${code}).`, {
      hint: 'Choose a folder that exists and has space.',
    });
  }
  throw thrown;
}

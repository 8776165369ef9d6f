import type { Readable } from 'node:stream';
import { failure } from '../../kernel/app-error';
import { isRanged, outside } from '../byte-range';
import type { GetOptions } from '../object-store';
import { resumedReader } from '../resumed-reader';
import { cancelled } from '../until-aborted';
import type { GcsAccess } from './gcs-access';
import { type GcsStep, isAbsent, isPassing } from './gcs-failure';

/** Opens one generation of an object; what breaks on the way is taken up again where it stopped. */
export async function getGcsObject(
  gcs: GcsAccess,
  key: string,
  { start = 0, end, signal }: GetOptions,
): Promise<Readable> {
  isRanged(key, { start, end });
  const step: GcsStep = { doing: `read “${key}”`, permission: 'storage.objects.get' };
  const absent = (cause: unknown) => failure('NOT_FOUND', `“${key}” is not in the backup store.`, { cause });
  const explain = (error: unknown) => (isAbsent(error) ? absent(error) : gcs.explain(error, step));
  if (signal?.aborted) throw cancelled();
  const [metadata] = await gcs.ask(
    step,
    () =>
      gcs.bucket
        .file(gcs.prefix + key)
        .getMetadata()
        .catch((error: unknown) => {
          throw isAbsent(error) ? absent(error) : error;
        }),
    signal,
  );
  const size = Number(metadata.size);
  const last = Math.min(end ?? size - 1, size - 1);
  if (start > 0 && start >= size) throw outside(key);
  const file = gcs.bucket.file(gcs.prefix + key, { generation: metadata.generation });
  const open = async (from: number) => ({
    bytes: file.createReadStream({ start: from, end: last, validation: false, decompress: false }),
  });
  return resumedReader({
    first: size === 0 ? null : await open(start),
    start,
    length: Math.max(0, last + 1 - start),
    reopen: open,
    isPassing,
    explain,
    patience: gcs.patience,
    signal,
  });
}

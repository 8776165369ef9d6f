import type { Git } from './git-repository';

/**
 * Bytes of many objects from one process, by object id. Those above `largest` bytes are left out. `sizes` where they are
 * known already: it saves a process. Throws CORRUPT, CANCELLED.
 */
export async function readBlobs(
  git: Git,
  oids: readonly string[],
  largest: number,
  sizes?: ReadonlyMap<string, number>,
): Promise<Map<string, Buffer>> {
  const known = sizes ?? (await readSizes(git, oids));
  const wanted = [...new Set(oids)].filter((oid) => (known.get(oid) ?? Number.POSITIVE_INFINITY) <= largest);
  const bytes = await batch(git, '--batch', wanted);
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at);
    const [oid = '', , size] = bytes.toString('latin1', at, end).split(' ');
    const start = end + 1;
    blobs.set(oid, bytes.subarray(start, start + Number(size)));
    at = start + Number(size) + 1;
  }
  return blobs;
}

/** Bytes of many blobs by object id, without reading them. What is no blob of this repository is left out. */
export async function readSizes(git: Git, oids: readonly string[]): Promise<Map<string, number>> {
  const lines = (await batch(git, '--batch-check', [...new Set(oids)])).toString('latin1').split('\n');
  return new Map(
    lines.flatMap((line) => {
      const [oid = '', kind, size] = line.split(' ');
      return kind === 'blob' ? [[oid, Number(size)] as const] : [];
    }),
  );
}

async function batch(git: Git, mode: '--batch' | '--batch-check', oids: readonly string[]): Promise<Buffer> {
  if (oids.length === 0) return Buffer.alloc(0);
  const input = oids.map((oid) => `${oid}\n`).join('');
  return (await git.readBytes(['cat-file', mode, '--buffer'], { input })).bytes;
}

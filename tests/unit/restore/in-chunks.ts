export const CHUNK_SIZES = [1, 2, 3, 7, 65_536] as const;

/** The bytes, cut every `size` bytes. */
export async function* inChunks(text: string | Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

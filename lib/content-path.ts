import { tmpdir } from 'node:os';
import path from 'node:path';

/** Absolute folder of the content repository. On Vercel only the temporary folder can be written. */
export function contentPath(): string {
  const configured = process.env.CONTENT_PATH?.trim();
  if (configured) return path.resolve(/* turbopackIgnore: true */ configured);
  if (process.env.VERCEL) return path.join(tmpdir(), '.content');
  return path.join(/* turbopackIgnore: true */ process.cwd(), '.content');
}

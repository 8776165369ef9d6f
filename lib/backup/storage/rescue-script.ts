import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The script that turns stored objects into a plain dump with Node alone; null where this installation lacks it. */
export async function readRescueScript(): Promise<Buffer | null> {
  try {
    // Stays literal: Turbopack sees it and puts the file into output: 'standalone'.
    return await readFile(path.join(process.cwd(), 'scripts/rescue.mjs'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { failure } from '../../kernel/app-error';
import { WORKER_BODY } from './wasm-worker-source';

/** pg_dump inside the pinned package. */
export const WASM_VERSION = '18.3';
export const WASM_MAJOR = 18;
export const WASM_PACKAGE = '@electric-sql/pglite-tools 0.4.8';

const SHA256 = {
  'pg_dump.wasm': 'cdbc551ec339cc9867003203bc8f03911858be2be92b3e88376922b09ccdf58c',
  'pg_dump.cjs': '846d08cd722d78b1fcbc43df4577950c40de89c06630848403768dfd3fd122eb',
};
type FileName = keyof typeof SHA256;

// These two reads stay literal: Turbopack sees them and puts the files into output: 'standalone'. Not import.meta.url:
// in a server action reached from a client component Turbopack turns that into public files, unreadable here.
const TRACED: Record<FileName, () => Buffer> = {
  'pg_dump.wasm': () =>
    readFileSync(path.join(process.cwd(), 'node_modules/@electric-sql/pglite-tools/dist/pg_dump.wasm')),
  'pg_dump.cjs': () =>
    readFileSync(path.join(process.cwd(), 'node_modules/@electric-sql/pglite-tools/dist/pg_dump.cjs')),
};
const DIST = 'node_modules/@electric-sql/pglite-tools/dist';
const PNPM = 'node_modules/.pnpm';

function pnpmFolders(directory: string): string[] {
  try {
    const parent = path.join(/*turbopackIgnore: true*/ directory, PNPM);
    const entries = readdirSync(/*turbopackIgnore: true*/ parent);
    return entries.filter((entry) => entry.startsWith('@electric-sql+pglite-tools@'));
  } catch {
    // Not installed by pnpm here.
    return [];
  }
}

/** Where the file may be: the given folder alone, else this directory and those above it (workspaces, pnpm). */
function* places(name: FileName, packageDirectory: string | undefined): Generator<() => Buffer> {
  const from = (directory: string) => () =>
    readFileSync(/*turbopackIgnore: true*/ path.join(/*turbopackIgnore: true*/ directory, name));
  if (packageDirectory) {
    yield from(packageDirectory);
    return;
  }
  yield TRACED[name];
  let directory = process.cwd();
  for (;;) {
    yield from(path.join(/*turbopackIgnore: true*/ directory, DIST));
    for (const entry of pnpmFolders(directory)) {
      yield from(path.join(/*turbopackIgnore: true*/ directory, PNPM, entry, DIST));
    }
    const above = path.dirname(directory);
    if (above === directory) return;
    directory = above;
  }
}

function readChecked(name: FileName, packageDirectory: string | undefined): Buffer {
  let cause: unknown;
  for (const place of places(name, packageDirectory)) {
    try {
      const bytes = place();
      if (createHash('sha256').update(bytes).digest('hex') === SHA256[name]) return bytes;
      cause ??= new Error(`${name} is not the pinned build`);
    } catch (thrown) {
      cause ??= thrown;
    }
  }
  throw failure('UNSUPPORTED', 'The built-in pg_dump is missing or was changed.', {
    hint: `Install exactly ${WASM_PACKAGE}, or set PGDUMP_WASM_DIR to the folder of its pg_dump.wasm.`,
    details: { reason: 'wasm-missing' },
    cause,
  });
}

export interface WasmArtifact {
  wasmBinary: Buffer;
  /** JavaScript of the worker. */
  source: string;
}

const loaded = new Map<string, WasmArtifact>();

/** Reads and checks the files once per process. Throws UNSUPPORTED where they are absent or not the pinned build. */
export function loadWasmArtifact(packageDirectory?: string): WasmArtifact {
  const key = packageDirectory ?? '';
  const known = loaded.get(key);
  if (known) return known;
  const wasmBinary = readChecked('pg_dump.wasm', packageDirectory);
  const glue = readChecked('pg_dump.cjs', packageDirectory).toString('utf8');
  // The package exports only its own pgDump(); the Emscripten factory is the local `$` of this pinned file.
  const factory = `((module,exports,__filename)=>{${glue}\nreturn $;})({exports:{}},{},require('node:path').resolve('pg_dump.cjs'))`;
  const artifact = { wasmBinary, source: `const createPgDump=${factory};\n${WORKER_BODY}` };
  loaded.set(key, artifact);
  return artifact;
}

export function startWasmWorker(artifact: WasmArtifact, workerData: Record<string, unknown>): Worker {
  const { wasmBinary, source } = artifact;
  return new Worker(source, {
    eval: true,
    name: 'pg_dump',
    execArgv: [],
    env: {},
    stdin: false,
    workerData: { ...workerData, wasmBinary },
  });
}

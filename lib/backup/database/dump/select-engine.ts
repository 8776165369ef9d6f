import { appError } from '../../kernel/app-error';
import { attempt, err, ok, type Result } from '../../kernel/result';
import type { DumpEngine, EngineCandidate, EnginePreference } from './dump-engine';
import { type NativeTool, newestTool } from './native-binaries';
import { createNativeEngine } from './native-engine';
import { loadWasmArtifact, WASM_MAJOR, WASM_PACKAGE, WASM_VERSION } from './wasm-artifact';
import { createWasmEngine } from './wasm-engine';

export interface EngineSelection {
  engine: Result<DumpEngine>;
  /** Everything that was looked at, for doctor. */
  candidates: EngineCandidate[];
}

function nativeCandidate(tool: NativeTool, serverMajor: number): EngineCandidate {
  const fits = tool.major >= serverMajor;
  const reason = fits ? null : `Older than the server, which is PostgreSQL ${serverMajor}.`;
  return { name: 'native', version: tool.version, location: tool.path, fits, reason };
}

async function wasmCandidate(serverMajor: number, directory: string | undefined): Promise<EngineCandidate> {
  const location = directory ?? WASM_PACKAGE;
  const artifact = await attempt(async () => loadWasmArtifact(directory));
  if (!artifact.ok) return { name: 'wasm', version: null, location, fits: false, reason: artifact.error.message };
  const fits = serverMajor <= WASM_MAJOR;
  const reason = fits ? null : `Older than the server, which is PostgreSQL ${serverMajor}.`;
  return { name: 'wasm', version: WASM_VERSION, location, fits, reason };
}

function nothingFits(preference: EnginePreference, serverMajor: number, candidates: EngineCandidate[]) {
  const looked = candidates.filter(({ name }) => preference === 'auto' || name === preference);
  const found = looked.map(({ name, version, location, reason }) => {
    const what = name === 'native' ? `pg_dump ${version}` : `built-in pg_dump${version ? ` ${version}` : ''}`;
    return `${what} (${location})${version ? '' : `: ${reason}`}`;
  });
  const list = found.length === 0 ? 'No pg_dump was found.' : `Found: ${found.join(', ')}.`;
  const install = `Install the PostgreSQL ${serverMajor} client tools (Debian: postgresql-client-${serverMajor}), or set PG_BIN_DIR to their folder.`;
  const wasm = serverMajor <= WASM_MAJOR ? ` Or choose the engine auto with ${WASM_PACKAGE} installed.` : '';
  return err(
    appError('UNSUPPORTED', `No pg_dump here fits this server, which is PostgreSQL ${serverMajor}. ${list}`, {
      hint: install + wasm,
      details: { reason: 'no-engine', serverMajor },
    }),
  );
}

/** Chooses who dumps a server of this major. `auto`: the newest native pg_dump that is not older, else the built-in one. */
export async function selectEngine(input: {
  preference: EnginePreference;
  serverMajor: number;
  tools: NativeTool[];
  wasmDirectory?: string;
}): Promise<EngineSelection> {
  const { preference, serverMajor, tools, wasmDirectory } = input;
  const dumpers = tools.filter((tool) => tool.name === 'pg_dump');
  const wasm = await wasmCandidate(serverMajor, wasmDirectory);
  const candidates = [...dumpers.map((tool) => nativeCandidate(tool, serverMajor)), wasm];
  const native = preference === 'wasm' ? null : newestTool(dumpers, 'pg_dump', serverMajor);
  if (native) return { engine: ok(createNativeEngine(native)), candidates };
  if (preference !== 'native' && wasm.fits) {
    return { engine: ok(createWasmEngine({ packageDirectory: wasmDirectory })), candidates };
  }
  return { engine: nothingFits(preference, serverMajor, candidates), candidates };
}

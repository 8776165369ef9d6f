import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { failure } from '../../kernel/app-error';
import { cancelled } from '../open-client';
import { dumpArguments } from './dump-arguments';
import { DumpDiary } from './dump-diary';
import type { DumpEngine, DumpRequest } from './dump-engine';
import { dumpFailure } from './dump-failure';
import { endProcessGroup } from './end-process-group';
import { finishedDump } from './finished-dump';
import type { NativeTool } from './native-binaries';
import { type NativeEnvironment, nativeEnvironment } from './native-environment';

type DumpProcess = ChildProcessByStdio<null, Readable, Readable>;

function startDump(tool: NativeTool, request: DumpRequest, environment: NativeEnvironment): DumpProcess {
  return spawn(/*turbopackIgnore: true*/ tool.path, dumpArguments(request, tool.major), {
    cwd: environment.directory,
    env: environment.variables as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group, so that a wrapper script and its child end together.
    detached: true,
  });
}

/** Resolves when the process is gone and its pipes are empty: null for exit code 0, else how it ended. */
function ending(child: DumpProcess): Promise<string | null> {
  return new Promise((resolve) => {
    child.once('error', (thrown) => resolve(`could not be started: ${thrown.message}`));
    child.once('close', (code, signal) => resolve(code === 0 ? null : `ended with ${signal ?? `exit code ${code}`}`));
  });
}

async function* runDump(tool: NativeTool, request: DumpRequest): AsyncGenerator<Buffer> {
  const { signal, target } = request;
  if (signal.aborted) throw cancelled();
  const environment = await nativeEnvironment(target, { applicationName: 'backup pg_dump' });
  const diary = new DumpDiary(target.password, (table) => request.onTable(table));
  const child = startDump(tool, request, environment);
  const ended = ending(child);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= endProcessGroup(child);
    return stopping;
  };
  const onAbort = () => {
    void stop();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  child.stderr.setEncoding('utf8').on('data', (text: string) => diary.write(text));
  try {
    if (signal.aborted) onAbort();
    for await (const chunk of child.stdout) yield chunk;
    const how = await ended;
    if (signal.aborted) throw cancelled();
    if (child.pid === undefined) {
      throw failure('UNSUPPORTED', `pg_dump cannot be started: ${tool.path}.`, {
        hint: 'Check PG_BIN_DIR, or choose the wasm engine.',
        cause: new Error(how ?? 'no process'),
      });
    }
    if (how !== null || diary.hasError) throw dumpFailure(diary.text, how ?? 'ended with exit code 0 after an error');
  } finally {
    signal.removeEventListener('abort', onAbort);
    await stop();
    await environment.remove();
  }
}

/** pg_dump as a child process. A parent that is killed closes the pipe, which ends it at its next write. */
export function createNativeEngine(tool: NativeTool): DumpEngine {
  return {
    name: 'native',
    version: tool.version,
    major: tool.major,
    dump: (request) => finishedDump(runDump(tool, request), request),
  };
}

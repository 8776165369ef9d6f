/**
 * Runs in a worker thread as text, so that no bundler touches it; `createPgDump` is put in front by wasm-artifact.ts.
 *
 * libpq inside the WebAssembly speaks the whole protocol. It only needs a blocking pipe: bytes from the server come
 * through a shared ring (Atomics.wait while it is empty), bytes to the server and the dump itself go out by message.
 *
 * Words of `control`: 0 written into the ring, 1 read from it (bytes, modulo 2^32), 2 end of input, 3 dump bytes that
 * the main thread has not taken yet, 4 the main thread waits for room in the ring.
 */
export const WORKER_BODY: string = `
const { parentPort, workerData } = require('node:worker_threads');
(async () => {
  const { controlBuffer, ringBuffer, args, environment, outputHighWater, wasmBinary } = workerData;
  const control = new Int32Array(controlBuffer);
  const ring = new Uint8Array(ringBuffer);
  const size = ring.length;
  const EAGAIN = 6;
  const EPIPE = 64;
  let pgDump;
  const setErrorNumber = (value) => { pgDump.HEAP32[pgDump.___errno_location() >> 2] = value; };

  // libpq takes the socket for non-blocking: after a large read it asks whether there is more and needs EAGAIN for no.
  // A second empty read in a row means that it really waits, because its poll() is a stub that always says ready.
  let lastReadHadData = true;
  function readFromServer(pointer, most) {
    for (;;) {
      const written = Atomics.load(control, 0);
      const read = Atomics.load(control, 1);
      const available = (written - read) >>> 0;
      if (available > 0) {
        const count = Math.min(available, most);
        const at = (read >>> 0) & (size - 1);
        const first = Math.min(count, size - at);
        pgDump.HEAPU8.set(ring.subarray(at, at + first), pointer);
        if (first < count) pgDump.HEAPU8.set(ring.subarray(0, count - first), pointer + first);
        Atomics.store(control, 1, (read + count) | 0);
        const roomy = available - count < size / 2;
        if (roomy && Atomics.load(control, 4) === 1 && Atomics.exchange(control, 4, 0) === 1) {
          parentPort.postMessage({ kind: 'room' });
        }
        lastReadHadData = true;
        return count;
      }
      if (Atomics.load(control, 2) !== 0) return 0;
      if (lastReadHadData) {
        lastReadHadData = false;
        setErrorNumber(EAGAIN);
        return -1;
      }
      Atomics.wait(control, 0, written, 60000);
    }
  }

  function writeToServer(pointer, length) {
    if (Atomics.load(control, 2) !== 0) {
      setErrorNumber(EPIPE);
      return -1;
    }
    const bytes = pgDump.HEAPU8.slice(pointer, pointer + length);
    parentPort.postMessage({ kind: 'send', bytes }, [bytes.buffer]);
    return length;
  }

  // The dump goes to a character device whose pieces wait until the main thread has room: memory stays constant.
  const PIECE = 256 * 1024;
  let piece = new Uint8Array(PIECE);
  let filled = 0;
  function sendPiece() {
    if (filled === 0) return;
    const bytes = filled === PIECE ? piece : piece.slice(0, filled);
    Atomics.add(control, 3, bytes.length);
    parentPort.postMessage({ kind: 'dump', bytes }, [bytes.buffer]);
    piece = new Uint8Array(PIECE);
    filled = 0;
    for (;;) {
      const waiting = Atomics.load(control, 3);
      if (waiting <= outputHighWater) break;
      Atomics.wait(control, 3, waiting, 60000);
    }
  }
  function writeDump(_stream, buffer, offset, length) {
    let done = 0;
    while (done < length) {
      const count = Math.min(length - done, PIECE - filled);
      piece.set(buffer.subarray(offset + done, offset + done + count), filled);
      filled += count;
      done += count;
      if (filled === PIECE) sendPiece();
    }
    return length;
  }

  let exitCode = null;
  pgDump = await createPgDump({
    wasmBinary,
    thisProgram: '/bin/pg_dump',
    locateFile: (name) => name,
    noExitRuntime: false,
    print: () => {},
    printErr: (line) => parentPort.postMessage({ kind: 'words', line }),
    onExit: (code) => { exitCode = code; },
    preRun: [(module) => {
      Object.assign(module.ENV, { HOME: '/home/postgres', USER: 'postgres', LOGNAME: 'postgres', ...environment });
      module.FS.mkdirTree('/bin');
      module.FS.writeFile('/bin/pg_dump', '', { mode: 0o755 });
      const device = module.FS.makedev(64, 0);
      module.FS.registerDevice(device, { open() {}, close() {}, write: writeDump });
      module.FS.mkdev('/dev/dump', 0o666, device);
    }],
    onRuntimeInitialized() {},
  });
  pgDump._pgl_set_rw_cbs(pgDump.addFunction(readFromServer, 'iii'), pgDump.addFunction(writeToServer, 'iii'));
  let returned;
  try {
    returned = pgDump.callMain([...args, '-f', '/dev/dump']);
  } catch (thrown) {
    parentPort.postMessage({ kind: 'words', line: 'pg_dump: error: ' + String(thrown) });
    returned = 1;
  }
  sendPiece();
  parentPort.postMessage({ kind: 'exit', code: exitCode ?? returned ?? 0 });
})();
`;

/** What the worker posts. */
export type WorkerMessage =
  | { kind: 'send'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'dump'; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'words'; line: string }
  | { kind: 'room' }
  | { kind: 'exit'; code: number };

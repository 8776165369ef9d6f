import { findNativeTools } from '@/lib/backup/database/dump/native-binaries';
import { selectEngine } from '@/lib/backup/database/dump/select-engine';
import { openSnapshot } from '@/lib/backup/database/snapshot';
import { unwrap } from '@/lib/backup/kernel/result';
import { requestFor, targetOf } from './dump-support';

/** An app that begins a dump and then does nothing: `tsx killed-app.ts native|wasm`, the URL in TEST_URL. */
async function main(): Promise<void> {
  const target = targetOf(process.env.TEST_URL ?? '');
  const tools = await findNativeTools({ pathVariable: process.env.PATH ?? '', pgBinDirectories: [] });
  const preference = process.argv[2] === 'native' ? 'native' : 'wasm';
  const engine = unwrap((await selectEngine({ preference, serverMajor: 15, tools })).engine);
  const snapshot = await openSnapshot(target);
  const pieces = engine.dump(requestFor(target, { snapshot: snapshot.id }))[Symbol.asyncIterator]();
  await pieces.next();
  process.stdout.write('begun\n');
  setInterval(() => undefined, 60_000);
}

void main();

import type { BackupContext } from '../context';
import { attempt } from '../kernel/result';
import { noteAsked, type WatchedAddress } from '../runs/watchers';
import { reachDatabase } from './reach-database';

/** The address is public: however often it is asked, this process writes no more than this. */
const EVERY_MS = 30_000;
const noted = new WeakMap<BackupContext, Map<WatchedAddress, number>>();

/** Notes behind the answer that somebody outside looked. Never throws and is never waited for. */
export function noteWatcher(context: BackupContext, address: WatchedAddress): void {
  const times = noted.get(context) ?? new Map<WatchedAddress, number>();
  noted.set(context, times);
  const now = Date.now();
  if (now - (times.get(address) ?? 0) < EVERY_MS) return;
  times.set(address, now);
  context.host.runAfterResponse(attempt(async () => noteAsked(await reachDatabase(context), address)));
}

import type { BackupContext } from '@/lib/backup/context';
import { tick as callTick } from '@/lib/backup/use-cases/tick';

/** What ticks do behind their answer, by the host that they are made for. */
const goingOn = new WeakMap<BackupContext['host'], Promise<unknown>[]>();

/** A tick that can be waited for: a test that takes away its folder or database has to, even where it only looks at the answer. */
export async function tick(context: BackupContext): ReturnType<typeof callTick> {
  const ticked = await callTick(context);
  if (ticked.ok && ticked.value.finished) {
    goingOn.set(context.host, [...(goingOn.get(context.host) ?? []), ticked.value.finished]);
  }
  return ticked;
}

export async function ticksEnded({ host }: Pick<BackupContext, 'host'>): Promise<void> {
  await Promise.all(goingOn.get(host) ?? []);
}

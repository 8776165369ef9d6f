import { attempt } from '@/lib/backup/kernel/result';

/** "CORRUPT: The dump …" with its hint, or "done". */
export async function outcomeOf(work: Promise<unknown>): Promise<string> {
  const result = await attempt(() => work);
  return result.ok ? 'done' : `${result.error.code}: ${result.error.message} ${result.error.hint ?? ''}`;
}

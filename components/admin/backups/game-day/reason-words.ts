import type { GameDayNeedView, GameDayReasonView } from '@/lib/backup';
import type { Words } from '../format/words';

const KNOWN = new Set<GameDayReasonView['code']>(['not-looked', 'no-account', 'no-admin']);

/** Why a day does not pass, in the reader's language where the page has words; else what the software said. */
export function reasonWords(
  { reasons, needs }: { reasons: readonly GameDayReasonView[]; needs: readonly GameDayNeedView[] },
  words: Words,
): string[] {
  const missing = needs.filter(({ key, state }) => state === 'no' && key !== 'git');
  return [
    ...missing.map(({ key }) => words(`gameDay.need.${key}.no`)),
    ...reasons
      .filter(({ code }) => code !== 'need')
      .map(({ code, text }) => (KNOWN.has(code) ? words(`gameDay.reason.${code}`) : text)),
  ];
}

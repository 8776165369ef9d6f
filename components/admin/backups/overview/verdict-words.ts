import type { OverviewView, VerdictView } from '../contract';
import { sentences } from '../format/sentences';
import type { Format } from '../format/use-format';
import type { Mark } from '../ui/icons';

export interface VerdictWords {
  mark: Mark;
  /** Message keys with a <time> tag where a moment is named; `at` is that moment. */
  sentence: { key: string; values: Record<string, string | number>; at: string | null };
  reasons: { key: string; values: Record<string, string | number>; at: string | null }[];
  action: 'back-up' | 'prove' | 'try-now';
}

const MARKS: Record<VerdictView['state'], Mark> = {
  safe: 'safe',
  'at-risk': 'warn',
  unsafe: 'bad',
  empty: 'warn',
  unknown: 'unknown',
};

const PROVE: readonly VerdictView['reason'][] = ['never-restored', 'not-restored', 'drill-late'];

/** What is wrong besides, in half a line. */
const ALSO: Partial<Record<VerdictView['reason'], string>> = {
  'not-off-site': 'verdict.also.notOffSite',
  'unknown-destination': 'verdict.unknownDestinationWhy',
  'not-restored': 'verdict.also.notRestored',
  'never-restored': 'verdict.also.neverRestored',
  'drill-late': 'verdict.also.drillLate',
  'newest-damaged': 'verdict.also.newestDamaged',
};

type Line = VerdictWords['reasons'][number];

const line = (key: string, at: string | null = null, values: Line['values'] = {}): Line => ({ key, values, at });

function errorLine(verdict: VerdictView): Line[] {
  return verdict.lastError ? [{ key: '', values: { text: sentences(verdict.lastError.message) }, at: null }] : [];
}

function sinceLine(at: string, running: boolean, format: Format): Line[] {
  if (format.now === null) return [];
  const age = format.now - Date.parse(at);
  if (age < 60_000) return [];
  return [line(running ? 'verdict.sinceRunning' : 'verdict.sinceNext', null, { age: format.duration(age) })];
}

function safeWords(verdict: VerdictView, at: string, running: boolean, format: Format): [Line, Line[]] {
  const since = sinceLine(at, running, format);
  if (verdict.reason === 'proven') {
    const own = verdict.lastVerifiedAt === null || Date.parse(verdict.lastVerifiedAt) >= Date.parse(at);
    if (!own) return [line('verdict.proven', at), [line('verdict.provenEarlierWhy', verdict.lastVerifiedAt), ...since]];
    const why =
      verdict.tables === null ? line('verdict.provenWhyPlain') : line('verdict.provenWhy', null, { n: verdict.tables });
    return [line('verdict.proven', at), [why, ...since]];
  }
  const proof = verdict.lastVerifiedAt;
  const why = proof
    ? line('verdict.readBackProvenWhy', proof, { ago: format.ago(proof) })
    : line('verdict.readBackWhy');
  return [line('verdict.readBack', at), [why, ...since]];
}

/** The destinations that the policy names and nobody configured. */
const placesOf = ({ unknownDestinations }: VerdictView) => ({ names: unknownDestinations.join(', ') });

function allFailedWords(verdict: VerdictView, format: Format): [Line, Line[]] {
  const at = verdict.lastGoodAt;
  const why = [line('verdict.allFailedWhy', null, { n: verdict.failedSince }), ...errorLine(verdict)];
  if (!at) return [line('verdict.allFailedNone'), why];
  const days = format.now === null ? 0 : Math.floor((format.now - Date.parse(at)) / 86_400_000);
  const sentence = days < 1 ? line('verdict.allFailedShort', at) : line('verdict.allFailed', null, { n: days });
  return [sentence, [...why, line('verdict.newestGood', at)]];
}

function lines(verdict: VerdictView, running: boolean, format: Format): [Line, Line[]] {
  const at = verdict.lastGoodAt;
  switch (verdict.reason) {
    case 'proven':
    case 'read-back':
      return at ? safeWords(verdict, at, running, format) : [line(`verdict.generic.${verdict.state}`), []];
    case 'never-restored':
      return [
        line('verdict.neverRestored'),
        [at ? line('verdict.neverRestoredWhy', at) : line('verdict.neverRestoredPlain')],
      ];
    case 'old': {
      if (!at || format.now === null) return [line('verdict.allFailedShort', at), [line('verdict.oldWhyPlain')]];
      const reason = verdict.lastError?.message;
      return [
        line('verdict.old', null, { age: format.duration(format.now - Date.parse(at)) }),
        [reason ? line('verdict.oldWhy', null, { n: verdict.failedSince, reason }) : line('verdict.oldWhyPlain')],
      ];
    }
    case 'not-off-site':
      return [line('verdict.notOffSite'), [line('verdict.notOffSiteWhy', at)]];
    case 'unknown-destination':
      return [line('verdict.unknownDestination'), [line('verdict.unknownDestinationWhy', null, placesOf(verdict))]];
    case 'not-restored':
      return [line('verdict.notRestored'), [line('verdict.notRestoredWhy', at)]];
    case 'drill-late':
      return [line('verdict.drillLate'), [line('verdict.drillLateWhy', verdict.lastVerifiedAt)]];
    case 'clock':
      return [line('verdict.clock'), [line('verdict.clockWhy', at)]];
    case 'newest-damaged':
      return [at ? line('verdict.damaged', at) : line('verdict.damagedNone'), [line('verdict.damagedWhy')]];
    case 'all-failed':
      return allFailedWords(verdict, format);
    case 'no-backup':
      return [line('verdict.noBackup'), [...errorLine(verdict), line('verdict.noBackupWhy')]];
    case 'storage-down':
      return [line('verdict.storageDown'), [...errorLine(verdict), line('verdict.storageDownWhy')]];
  }
}

/** "Am I safe?" in one sentence, one reason and one act. */
export function verdictWords(overview: Pick<OverviewView, 'verdict'>, running: boolean, format: Format): VerdictWords {
  const { verdict } = overview;
  const [sentence, reasons] = lines(verdict, running, format);
  const action = verdict.state === 'unknown' ? 'try-now' : PROVE.includes(verdict.reason) ? 'prove' : 'back-up';
  const also = verdict.reasons.filter((reason) => reason !== verdict.reason && ALSO[reason] !== undefined);
  const more = also.map((reason) => line(ALSO[reason] ?? '', null, placesOf(verdict)));
  return { mark: MARKS[verdict.state], sentence, reasons: [...reasons, ...more], action };
}

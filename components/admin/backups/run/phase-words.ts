import type { PhaseView, ProgressView, RunView } from '../contract';
import type { Format } from '../format/use-format';
import type { Words } from '../format/words';
import { progressWords } from './progress-words';

type Facts = PhaseView['facts'];
type Part = string | null;

const number = (facts: Facts, key: string): number | null => {
  const value = facts[key];
  return typeof value === 'number' ? value : null;
};
const text = (facts: Facts, key: string): string | null => {
  const value = facts[key];
  return value === undefined || value === '' ? null : String(value);
};

function counted(facts: Facts, key: string, format: Format): Part {
  const value = number(facts, key);
  return value === null ? null : format.words(`fact.${key}`, { n: value });
}

function sized(facts: Facts, key: string, format: Format): Part {
  const value = number(facts, key);
  return value === null ? null : format.words(`fact.${key}`, { size: format.bytes(value) });
}

function checked(facts: Facts, format: Format): Part[] {
  const engine = text(facts, 'engineVersion');
  const server = text(facts, 'serverVersion');
  const key = facts.engine === 'wasm' ? 'fact.fitsInside' : 'fact.fits';
  return [
    engine && server ? format.words(key, { engine, server }) : null,
    counted(facts, 'tables', format),
    sized(facts, 'freeBytes', format),
  ];
}

function dumped(facts: Facts, format: Format): Part[] {
  const plain = number(facts, 'plainBytes');
  const size = number(facts, 'bytes');
  const packed = plain !== null && size !== null && plain !== size;
  return [
    counted(facts, 'tables', format),
    packed ? format.words('fact.packed', { plain: format.bytes(plain), size: format.bytes(size) }) : null,
    packed ? null : sized(facts, 'bytes', format),
  ];
}

function noted(facts: Facts, format: Format): Part[] {
  const head = text(facts, 'content');
  const seed = text(facts, 'seed');
  return [
    head ? format.words('fact.content', { value: head.slice(0, 7) }) : null,
    counted(facts, 'migrations', format),
    seed && format.words.has(`fact.seed.${seed}`) ? format.words(`fact.seed.${seed}`) : null,
    counted(facts, 'files', format),
  ];
}

function restored(facts: Facts, format: Format): Part[] {
  const time = number(facts, 'restoreMs');
  return [
    number(facts, 'tables') === null ? null : format.words('fact.match', { n: number(facts, 'tables') ?? 0 }),
    time === null ? null : format.words('fact.loaded', { time: format.precise(time) }),
  ];
}

function compared(facts: Facts, format: Format): Part[] {
  const n = number(facts, 'tables');
  return [n === null ? null : format.words('phase.outcome.compared', { n }), counted(facts, 'rows', format)];
}

function swapped(facts: Facts, format: Format): Part[] {
  const wait = number(facts, 'ms');
  return [wait === null ? null : format.words('phase.outcome.swap', { time: format.brief(wait) })];
}

/** A reset empties, migrates and seeds in this one phase; a restore has nothing to count in it. */
function prepared(facts: Facts, format: Format): Part[] {
  const tables = number(facts, 'tables');
  const n = number(facts, 'migrations');
  if (tables === null && n === null) return [counted(facts, 'rows', format)];
  return [tables === null || n === null ? null : format.words('phase.outcome.emptied', { tables, n })];
}

const OUTCOMES: Record<PhaseView['key'], (facts: Facts, format: Format) => Part[]> = {
  check: checked,
  snapshot: (_, { words }) => [words('phase.outcome.snapshot')],
  dump: dumped,
  store: (facts, format) => [sized(facts, 'bytes', format)],
  fingerprint: (facts, format) => [counted(facts, 'tables', format), counted(facts, 'rows', format)],
  context: noted,
  readback: (facts, format) => [format.words('phase.outcome.readback'), sized(facts, 'bytes', format)],
  sign: (_, { words }) => [words('phase.outcome.sign')],
  restore: restored,
  safety: (facts, format) => [sized(facts, 'bytes', format)],
  load: (facts, format) => [counted(facts, 'tables', format), sized(facts, 'bytes', format)],
  compare: compared,
  migrate: (facts, format) => [format.words('fact.migrationsRun', { n: number(facts, 'migrations') ?? 0 })],
  prepare: prepared,
  swap: swapped,
  content: (facts, { words }) => [words('phase.outcome.content', { n: number(facts, 'files') ?? 0 })],
};

/** The name of a phase; one of them is something else in a reset. */
export function phaseName(key: PhaseView['key'], kind: RunView['kind'], words: Words): string {
  if (kind === 'seed' && key === 'prepare') return words('state.run.seeding');
  return words(kind === 'reset' && key === 'prepare' ? 'phase.emptying' : `phase.${key}`);
}

/** The one line of outcome under a phase; empty where nothing is known yet. */
export function phaseOutcome(phase: PhaseView, progress: ProgressView | null, format: Format): string {
  if (phase.state === 'waiting') return '';
  if (phase.state === 'done') return join(OUTCOMES[phase.key](phase.facts, format));
  if (phase.state === 'running' && progress?.phase === phase.key) {
    const { tables, amount } = progressWords(progress, format);
    return join([tables, amount]);
  }
  return join([counted(phase.facts, 'tables', format), sized(phase.facts, 'bytes', format)]);
}

const join = (parts: Part[]) => parts.filter((part) => part !== null).join(' · ');

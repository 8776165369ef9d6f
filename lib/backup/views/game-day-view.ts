import type { Card } from './overview-view';
import type { RunView } from './run-view';

/**
 * What one needs on the day. The first four are looked at by the software: the storage gives the backup, its signature is
 * genuine, its private key is here, git is here. The others only a person can answer: the sign-in to the storage, the keys
 * and a copy of the runbook are at hand without this server.
 */
export type GameDayNeedKey = 'storage' | 'signature' | 'identity' | 'git' | 'credentials' | 'keys' | 'runbook';

export interface GameDayNeedView {
  key: GameDayNeedKey;
  by: 'software' | 'person';
  state: 'yes' | 'no' | 'unasked';
}

/** `again`: the restore was lost or cancelled. `look` and `record` follow a restore that ended. */
export type GameDayStep = 'needs' | 'restoring' | 'again' | 'look' | 'record';
export type GameDayOutcome = 'passed' | 'failed' | 'given-up';
export type GameDayReasonCode = 'need' | 'restore' | 'compare' | 'not-looked' | 'no-account' | 'no-admin' | 'content';

export interface GameDayReasonView {
  code: GameDayReasonCode;
  /** Sentence for an admin. */
  text: string;
}

/** What was found in the restored database and in a clone of the content. */
export interface GameDayLookView {
  ms: number;
  /** Null where the tables of accounts are not all there. */
  accounts: number | null;
  admins: number | null;
  /** Tables with the newest rows, newest first. */
  newest: { schema: string; name: string; at: string }[];
  content: { state: 'cloned' | 'none' | 'failed' | 'unavailable'; head: string | null; reason: string | null };
}

export interface GameDayComparedView {
  same: boolean;
  tables: number;
  rows: number;
  reason: string | null;
}

/** The rehearsal that is going on. */
export interface GameDayView {
  id: string;
  step: GameDayStep;
  startedAt: string;
  actorName: string;
  backup: { id: string; createdAt: string; plainSize: number };
  /** The database that is restored into; null before. */
  database: string | null;
  needs: GameDayNeedView[];
  run: RunView | null;
  compared: GameDayComparedView | null;
  look: GameDayLookView | null;
  /** What it would be recorded as now. */
  outcome: Exclude<GameDayOutcome, 'given-up'>;
  reasons: GameDayReasonView[];
}

/** A rehearsal that ended, as it was signed. */
export interface GameDayRecordView {
  id: string;
  startedAt: string;
  endedAt: string;
  outcome: GameDayOutcome;
  reasons: GameDayReasonView[];
  actorName: string;
  people: string[];
  notes: string | null;
  backup: { id: string; createdAt: string; plainSize: number };
  needs: GameDayNeedView[];
  steps: { key: 'prepare' | 'readback' | 'load' | 'compare' | 'look'; ms: number }[];
  /** Of the restore, from reading to comparing; null where it did not come so far. Milliseconds. */
  restoreMs: number | null;
  compared: GameDayComparedView | null;
  look: GameDayLookView | null;
}

export interface GameDayListView {
  /** Newest first. */
  records: GameDayRecordView[];
  /** Ids whose record was changed after it was signed: they count for nothing. */
  damaged: string[];
}

export interface GameDayChoiceView {
  id: string;
  createdAt: string;
  proven: boolean;
}

export interface GameDayPageView {
  current: Card<GameDayView | null>;
  /** Good full backups, the one to take first. */
  choices: Card<GameDayChoiceView[]>;
  history: Card<GameDayListView>;
}

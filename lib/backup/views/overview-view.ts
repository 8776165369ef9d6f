import type { HistoryPageView, HistoryRowView } from './backup-view';
import type { ReplacedDatabaseView } from './restore-view';
import type { ErrorView, RunView } from './run-view';
import type {
  ContentView,
  DatabaseView,
  EnginesView,
  MigrationsView,
  SeedView,
  StorageView,
  VerdictView,
} from './state-view';

/** A card that may be unable to answer: it says why instead of hiding. */
export type Card<T> = { state: 'known'; value: T } | { state: 'unavailable'; error: ErrorView };

export interface OverviewView {
  /** When all of it was looked at. */
  at: string;
  site: string;
  verdict: VerdictView;
  running: RunView | null;
  /** Oldest first, at most 30. */
  strip: HistoryRowView[];
  history: HistoryPageView;
  /** By the policy; null where the schedule is off. */
  nextRunAt: string | null;
  /** Median of the last good runs; null before the first. */
  usualDurationMs: number | null;
  usualRestoreMs: number | null;
  database: Card<DatabaseView>;
  migrations: Card<MigrationsView>;
  seed: Card<SeedView>;
  content: Card<ContentView>;
  engines: Card<EnginesView>;
  storage: Card<StorageView>;
  /** Databases that a restore replaced and that can still be put back. */
  replaced: Card<ReplacedDatabaseView[]>;
  groups: { group: 'auth' | 'payments' | 'interactions'; tables: string[] }[];
}

export interface HealthView {
  /** `healthy` is the verdict `safe`, and nothing else. */
  status: 'healthy' | 'unhealthy';
  lastGoodAt: string | null;
  lastVerifiedAt: string | null;
}

import type { PhaseKey } from '../views';
import { PhaseLedger } from './phase-ledger';
import { ProgressMeter } from './progress-meter';
import type { ProgressFigures } from './run-context';
import type { RunOptions, RunRecord } from './schema';

/** Columns of the run's row that changed since they were last taken, as JSON text; null leaves a column as it is. */
export interface RunNews {
  phases: string | null;
  progress: string | null;
  options: string | null;
  size: number | null;
}

export const NO_NEWS: RunNews = { phases: null, progress: null, options: null, size: null };

/** All that a run has to tell, gathered in memory between two writes to its row. */
export class RunJournal {
  readonly ledger: PhaseLedger;
  #meter = new ProgressMeter();
  #options: Partial<RunOptions> = {};
  #size: number | null = null;
  #phase: PhaseKey = 'check';
  #phasesChanged = false;
  #figuresChanged = false;

  constructor(run: RunRecord, now: () => string) {
    this.ledger = new PhaseLedger(run.phases, now, () => {
      this.#phasesChanged = true;
    });
  }

  get hasNews(): boolean {
    return this.#phasesChanged || this.#figuresChanged;
  }

  progress(figures: Partial<ProgressFigures>): void {
    this.#meter.update(figures);
    this.#figuresChanged = true;
  }

  result({ size, ...options }: Partial<RunOptions> & { size?: number }): void {
    Object.assign(this.#options, options);
    this.#size = size ?? this.#size;
    this.#figuresChanged = true;
  }

  /** Everything that changed; call `keep` where it could not be written. */
  take(): RunNews {
    const phases = this.#phasesChanged ? JSON.stringify(this.ledger.phases) : null;
    this.#phasesChanged = false;
    this.#figuresChanged = false;
    this.#phase = this.ledger.current() ?? this.#phase;
    const progress = this.#meter.view(this.#phase);
    return {
      phases,
      progress: progress && JSON.stringify(progress),
      options: JSON.stringify(this.#options),
      size: this.#size,
    };
  }

  keep(): void {
    this.#phasesChanged = true;
    this.#figuresChanged = true;
  }
}

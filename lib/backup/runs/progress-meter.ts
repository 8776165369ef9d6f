import type { PhaseKey, ProgressView } from '../views';
import type { ProgressFigures } from './run-context';

const WINDOW_MS = 5000;
const SAMPLE_MS = 200;

/** Keeps the newest figures and the byte rate over the last five seconds. `clock` gives milliseconds that never go back. */
export class ProgressMeter {
  #figures: ProgressFigures = { tablesDone: 0, tablesTotal: null, bytes: 0 };
  #samples: { at: number; bytes: number }[] = [];
  #started = false;
  #clock: () => number;

  constructor(clock: () => number = () => performance.now()) {
    this.#clock = clock;
  }

  update(figures: Partial<ProgressFigures>): void {
    // A new phase counts its bytes from the start again.
    if (figures.bytes !== undefined && figures.bytes < this.#figures.bytes) this.#samples = [];
    Object.assign(this.#figures, figures);
    this.#started = true;
    const at = this.#clock();
    const last = this.#samples.at(-1);
    if (last && at - last.at < SAMPLE_MS) return;
    this.#samples.push({ at, bytes: this.#figures.bytes });
    this.#samples = this.#samples.filter((sample) => at - sample.at <= WINDOW_MS);
  }

  view(phase: PhaseKey): ProgressView | null {
    if (!this.#started) return null;
    const at = this.#clock();
    const first = this.#samples.find((sample) => at - sample.at <= WINDOW_MS);
    const seconds = first ? (at - first.at) / 1000 : 0;
    const rate = first && seconds >= 0.5 ? Math.round((this.#figures.bytes - first.bytes) / seconds) : null;
    return { phase, ...this.#figures, bytesPerSecond: rate };
  }
}

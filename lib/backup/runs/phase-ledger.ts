import type { PhaseKey, PhaseView } from '../views';
import { plainText } from './plain-text';
import type { PhaseRecorder } from './run-context';

const MAX_LINES = 200;
const MAX_LINE_LENGTH = 500;

/** The phases of one run, in order of first use. `now` gives the database's time as ISO 8601. */
export class PhaseLedger {
  #phases: PhaseView[];
  #now: () => string;
  #onChange: () => void;

  constructor(planned: readonly PhaseView[], now: () => string, onChange: () => void) {
    this.#phases = structuredClone([...planned]);
    this.#now = now;
    this.#onChange = onChange;
  }

  get phases(): readonly PhaseView[] {
    return this.#phases;
  }

  /** The phase that was started last and is still going on. */
  current(): PhaseKey | null {
    const running = this.#phases.filter((phase) => phase.state === 'running');
    return running.sort((left, right) => ((left.startedAt ?? '') < (right.startedAt ?? '') ? 1 : -1))[0]?.key ?? null;
  }

  async run<T>(key: PhaseKey, work: (phase: PhaseRecorder) => Promise<T>): Promise<T> {
    const phase = this.#open(key);
    try {
      const value = await work(this.#recorder(phase));
      this.#close(phase, 'done');
      return value;
    } finally {
      this.#close(phase, 'failed');
    }
  }

  /** Closes what is still open once the run itself has ended. */
  end(state: 'done' | 'failed'): void {
    for (const phase of this.#phases) this.#close(phase, state);
  }

  #open(key: PhaseKey): PhaseView {
    let phase = this.#phases.find((candidate) => candidate.key === key);
    if (!phase) {
      phase = { key, state: 'waiting', startedAt: null, endedAt: null, facts: {}, log: [] };
      this.#phases.push(phase);
    }
    phase.state = 'running';
    phase.startedAt ??= this.#now();
    phase.endedAt = null;
    this.#onChange();
    return phase;
  }

  #close(phase: PhaseView, state: 'done' | 'failed'): void {
    if (phase.state !== 'running') return;
    phase.state = state;
    phase.endedAt = this.#now();
    this.#onChange();
  }

  #recorder(phase: PhaseView): PhaseRecorder {
    return {
      log: (text) => {
        phase.log.push({ at: this.#now(), text: plainText(text, MAX_LINE_LENGTH) });
        if (phase.log.length > MAX_LINES) phase.log.shift();
        this.#onChange();
      },
      facts: (facts) => {
        Object.assign(phase.facts, facts);
        this.#onChange();
      },
    };
  }
}

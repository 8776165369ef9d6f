import type { AuditFinding, AuditFindingKind, AuditVerdictView } from '../views';
import { type AuditEvent, CHAIN_START, type ChainEnd, chainFaults, endOf } from './audit-chain';

/** `other-key`: signed, but with a key that is not here, so nothing is said about it. */
export type SignatureState = 'genuine' | 'forged' | 'other-key';

export interface JudgedMirror {
  seq: number;
  state: SignatureState;
  keyId: string | null;
  /** Hash of the event; null where the object cannot be read. */
  hash: string | null;
}

export interface AuditFactsRead {
  /** The end as the database tells it, read after the mirrors were listed and before the events. */
  head: ChainEnd & { state: SignatureState; mirroredSeq: number };
  /** Events behind the signed end. */
  beyond: number;
  mirrors: readonly JudgedMirror[];
  keyId: string;
}

const MOST_FINDINGS = 100;

/** Takes the events of the database one after another, then says what is wrong. */
export class AuditJudge {
  #end: ChainEnd = CHAIN_START;
  #findings: AuditFinding[] = [];
  #keyChanges: AuditVerdictView['keyChanges'] = [];
  #hashes = new Map<number, string>();
  #events = 0;

  constructor(private readonly facts: AuditFactsRead) {}

  take(event: AuditEvent): void {
    for (const { kind, seq, until } of chainFaults(this.#end, event)) this.#find(kind, seq, until);
    if (event.act === 'audit.doubt') this.#find('head-forged', Number(event.detail.seq ?? event.seq));
    if (event.act === 'audit.key') {
      const from = typeof event.detail.from === 'string' ? event.detail.from : null;
      this.#keyChanges.push({ seq: event.seq, at: event.at, from });
    }
    if (this.facts.mirrors.some(({ seq }) => seq === event.seq)) this.#hashes.set(event.seq, event.hash);
    this.#events += 1;
    this.#end = endOf(event);
  }

  verdict(): AuditVerdictView {
    this.#judgeHead();
    this.#judgeMirrors();
    const findings = this.#findings;
    const doubted = findings.some(({ kind }) => kind !== 'other-key');
    const { mirrors } = this.facts;
    const vouched = mirrors.filter(({ seq, state, hash }) => state === 'genuine' && this.#hashes.get(seq) === hash);
    return {
      status: doubted ? 'tampered' : findings.length > 0 ? 'unproven' : 'intact',
      events: this.#events,
      mirroredSeq: Math.max(0, ...vouched.map(({ seq }) => seq)),
      mirrors: mirrors.length,
      keyChanges: this.#keyChanges,
      findings: findings.slice(0, MOST_FINDINGS),
    };
  }

  #find(kind: AuditFindingKind, seq: number, until?: number): void {
    this.#findings.push({ kind, seq, until: until ?? null });
  }

  #judgeHead(): void {
    const { head, beyond } = this.facts;
    if (head.seq > this.#end.seq) this.#find('truncated', this.#end.seq + 1, head.seq);
    else if (head.hash !== this.#end.hash) this.#find('head-differs', head.seq);
    if (beyond > 0) this.#find('appended', head.seq + 1, head.seq + beyond);
    if (head.seq === 0) return;
    if (head.state === 'forged') this.#find('head-forged', head.seq);
    if (head.state === 'other-key') this.#find('other-key', head.seq);
  }

  #judgeMirrors(): void {
    const { head, mirrors } = this.facts;
    const [oldest] = mirrors.filter(({ state }) => state === 'genuine').toSorted((left, right) => left.seq - right.seq);
    const [firstChange] = this.#keyChanges;
    // This key signed before the first change: then it is the first key, and the change tells of another one.
    if (firstChange && oldest && oldest.seq < firstChange.seq && firstChange.from !== this.facts.keyId) {
      this.#find('head-forged', firstChange.seq - 1);
    }
    for (const { seq, state, keyId, hash } of mirrors) {
      const retired = this.#keyChanges.some((change) => change.from === keyId && change.seq > seq);
      if (state === 'forged') this.#find('mirror-forged', seq);
      else if (state === 'other-key' && !retired) this.#find('other-key', seq);
      const own = this.#hashes.get(seq);
      if (seq > head.seq)
        this.#find(state === 'other-key' && !retired ? 'other-key' : 'rolled-back', head.seq + 1, seq);
      else if (hash !== null && own !== undefined && own !== hash) this.#find('mirror-differs', seq);
    }
    const newest = Math.max(0, ...mirrors.map(({ seq }) => seq));
    if (newest < head.mirroredSeq) this.#find('mirror-missing', newest + 1, head.mirroredSeq);
  }
}

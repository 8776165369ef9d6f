import type { AuditFinding, AuditFindingKind, AuditVerdictView } from '../views';
import { type AuditEvent, CHAIN_START, type ChainEnd, chainFaults, endOf } from './audit-chain';

/** `other-key`: signed, but with a key that is not here, so nothing is said about it. */
export type SignatureState = 'genuine' | 'forged' | 'other-key';

export interface JudgedMirror {
  seq: number;
  /** Number of the first event that it holds; null where that cannot be told. */
  first: number | null;
  state: SignatureState;
  keyId: string | null;
  /** Hash of the event; null where the object cannot be read. */
  hash: string | null;
  /** Later events stood behind it when it was written. */
  behind: boolean;
}

export interface AuditFactsRead {
  /** The end as the database tells it; `mirroredSeq` read before, the rest read after the mirrors were listed and before the events. */
  head: ChainEnd & { state: SignatureState; mirroredSeq: number };
  /** Events behind the signed end. */
  beyond: number;
  /** Of the storage itself, lowest number first. */
  mirrors: readonly JudgedMirror[];
  /** Of the destinations of copies, which get theirs from the storage and were read before it. */
  copies: readonly JudgedMirror[];
  /** From which event on `mirrors` is all that there is, and the newest one that was listed before anything was read. */
  kept: { from: number; until: number };
  keyId: string;
}

const MOST_FINDINGS = 100;

/** Takes the events of the database one after another, then says what is wrong. */
export class AuditJudge {
  #end: ChainEnd = CHAIN_START;
  #findings: AuditFinding[] = [];
  #keyChanges: AuditVerdictView['keyChanges'] = [];
  #reigns: { seq: number; from: string | null; to: string; doubted: boolean }[] = [];
  #rewritten: AuditVerdictView['rewritten'] = [];
  #hashes = new Map<number, string>();
  #events = 0;
  readonly #mirrors: readonly JudgedMirror[];
  readonly #mirrored: ReadonlySet<number>;

  constructor(private readonly facts: AuditFactsRead) {
    this.#mirrors = [...facts.mirrors, ...facts.copies];
    this.#mirrored = new Set(this.#mirrors.map(({ seq }) => seq));
  }

  take(event: AuditEvent): void {
    for (const { kind, seq, until } of chainFaults(this.#end, event)) this.#find(kind, seq, until);
    if (event.act.startsWith('audit.')) this.#takeWordOf(event);
    if (this.#mirrored.has(event.seq)) this.#hashes.set(event.seq, event.hash);
    this.#events += 1;
    this.#end = endOf(event);
  }

  verdict(): AuditVerdictView {
    this.#judgeHead();
    this.#judgeKeys();
    this.#judgeMirrors();
    this.#judgeLosses();
    const findings = this.#findings;
    const doubted = findings.some(({ kind }) => kind !== 'other-key');
    const mirrors = this.#mirrors;
    const vouched = mirrors.filter(({ seq, state, hash }) => state === 'genuine' && this.#hashes.get(seq) === hash);
    return {
      status: doubted ? 'tampered' : findings.length > 0 ? 'unproven' : 'intact',
      events: this.#events,
      mirroredSeq: Math.max(0, ...vouched.map(({ seq }) => seq)),
      mirrors: mirrors.length,
      comparedFrom: this.facts.kept.from,
      keyChanges: this.#keyChanges,
      rewritten: this.#rewritten,
      findings: findings.slice(0, MOST_FINDINGS),
    };
  }

  #find(kind: AuditFindingKind, seq: number, until?: number): void {
    this.#findings.push({ kind, seq, until: until ?? null });
  }

  /** What the audit tells of itself. */
  #takeWordOf({ seq, at, act, detail }: AuditEvent): void {
    const from = typeof detail.from === 'string' ? detail.from : null;
    if (act === 'audit.doubt') this.#find('head-forged', Number(detail.seq ?? seq));
    if (act === 'audit.key') this.#keyChanges.push({ seq, at, from });
    if (act === 'audit.mirror') {
      this.#rewritten.push({ seq, at, from: Number(detail.from), until: Number(detail.until) });
    }
    if (act !== 'audit.key' && act !== 'audit.doubt') return;
    this.#reigns.push({ seq, from, to: String(detail.to ?? ''), doubted: act === 'audit.doubt' });
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

  /**
   * Each change of the key leads from the key before it. Where this key signed ends between two changes, the later one
   * leads from this key. The last one leads to the key that signed the end.
   */
  #judgeKeys(): void {
    const { head, keyId } = this.facts;
    const own = this.#mirrors.filter(({ state, behind }) => state === 'genuine' && !behind);
    let reign: string | null = null;
    let since = 0;
    for (const { seq, from, to, doubted } of this.#reigns) {
      const signed = own.some((mirror) => mirror.seq >= since && mirror.seq < seq);
      const untrue = (reign !== null && from !== reign) || (signed && from !== keyId);
      if (untrue && !doubted) this.#find('head-forged', seq - 1);
      reign = to;
      since = seq;
    }
    if (reign !== null && reign !== keyId && head.state === 'genuine') this.#find('head-forged', head.seq);
  }

  /** The storage keeps every event up to the newest that it ever had, as the database and the copies know it. */
  #judgeLosses(): void {
    const { head, mirrors, copies, kept } = this.facts;
    const copied = copies.filter(({ seq, state, hash }) => state !== 'forged' && this.#hashes.get(seq) === hash);
    const known = Math.max(kept.until, ...copied.map(({ seq }) => seq));
    const until = Math.max(head.mirroredSeq, Math.min(known, head.seq));
    let covered = kept.from - 1;
    // Ends overlap where what was lost was written again. One that cannot be read is told of as forged, and stands for what it held.
    const held = mirrors.map(({ seq, first }, index) => ({
      seq,
      first: first ?? (mirrors[index - 1]?.seq ?? covered) + 1,
    }));
    for (const { seq, first } of held.sort((a, b) => a.first - b.first)) {
      const gap = Math.min(first - 1, until);
      if (gap > covered) this.#find('mirror-missing', covered + 1, gap);
      covered = Math.max(covered, seq);
    }
    if (covered < until) this.#find('mirror-missing', covered + 1, until);
  }

  #judgeMirrors(): void {
    const { head } = this.facts;
    for (const { seq, state, keyId, hash } of this.#mirrors) {
      const retired = this.#keyChanges.some((change) => change.from === keyId && change.seq > seq);
      if (state === 'forged') this.#find('mirror-forged', seq);
      else if (state === 'other-key' && !retired) this.#find('other-key', seq);
      const own = this.#hashes.get(seq);
      if (seq > head.seq)
        this.#find(state === 'other-key' && !retired ? 'other-key' : 'rolled-back', head.seq + 1, seq);
      else if (hash !== null && own !== undefined && own !== hash) this.#find('mirror-differs', seq);
    }
  }
}

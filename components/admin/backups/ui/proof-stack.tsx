'use client';

import type { Proof } from '../contract';
import { useWords } from '../format/words';

export const PROOF_LEVEL: Record<Proof, '1' | '2' | '3' | 'x'> = {
  stored: '1',
  'read-back': '2',
  restored: '3',
  damaged: 'x',
};

/** The module's signature: three segments for stored, read back, restored exactly. */
export function ProofStack({ proof }: { proof: Proof | null }) {
  const words = useWords();
  if (!proof) return <span className="bk-dash">{words('proof.none')}</span>;
  return (
    <span className="bk-proof">
      <span className="bk-pf" data-n={PROOF_LEVEL[proof]} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {words(`proof.${proof}`)}
    </span>
  );
}

import type { Proof } from '../views';

interface ProofFacts {
  signatureValid: boolean;
  /** Newest first. */
  verifications: readonly { level: 'bytes' | 'restore'; passed: boolean }[];
}

/**
 * How far a listed backup is proven. Every listed backup was read back before it was listed. The newest verification
 * of each level speaks: a failed restore stays a failure until a restore passes, a failed reading until one passes.
 */
export function proofOf({ signatureValid, verifications }: ProofFacts): Proof {
  if (!signatureValid) return 'damaged';
  const newestOf = (wanted: 'bytes' | 'restore') => verifications.find(({ level }) => level === wanted);
  const restore = newestOf('restore');
  if (newestOf('bytes')?.passed === false || restore?.passed === false) return 'damaged';
  return restore ? 'restored' : 'read-back';
}

/** Newest moment at which a restore proof passed; null where there was none. */
export const lastVerifiedAt = ({
  verifications,
}: {
  verifications: readonly { level: 'bytes' | 'restore'; passed: boolean; at: string }[];
}): string | null => verifications.find(({ level, passed }) => level === 'restore' && passed)?.at ?? null;

/** Whether a backup may be counted on. */
export const isGood = (proof: Proof): boolean => proof === 'read-back' || proof === 'restored';

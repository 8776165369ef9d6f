import type { ActionResult, SignOffItem } from '@/lib/backup';

/** The server actions of the readiness page, handed in by it. */
export interface ReadinessActions {
  signOff(input: { item: SignOffItem; note: string; days: number }): Promise<ActionResult<{ expiresAt: string }>>;
  revokeSignOff(input: { item: SignOffItem }): Promise<ActionResult<null>>;
}

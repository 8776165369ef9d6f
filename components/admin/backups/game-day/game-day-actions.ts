import type { ActionResult, GameDayOutcome } from '@/lib/backup';

export interface GameDayTicks {
  credentials: boolean;
  keys: boolean;
  runbook: boolean;
}

/** The server actions of the page of the game day. */
export interface GameDayActions {
  startGameDay(input: { backupId?: string }): Promise<ActionResult<{ id: string }>>;
  rehearseRestore(input: { id: string; ticks: GameDayTicks }): Promise<ActionResult<{ runId: string }>>;
  lookAtGameDay(input: { id: string }): Promise<ActionResult<null>>;
  endGameDay(input: {
    id: string;
    people: string[];
    notes: string;
    giveUp: boolean;
  }): Promise<ActionResult<{ outcome: GameDayOutcome }>>;
  cancelRun(input: { runId: string }): Promise<ActionResult<unknown>>;
}

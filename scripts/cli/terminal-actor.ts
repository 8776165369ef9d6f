import { userInfo } from 'node:os';

/** Who history names for an act from the terminal: the operating system's account. */
export function terminalActor() {
  return { trigger: 'cli' as const, actor: { id: null, name: `${accountName()} (terminal)` } };
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number that has no name.
    return `account ${process.getuid?.() ?? 'unknown'}`;
  }
}

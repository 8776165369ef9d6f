import { environmentSchema } from '../config';
import type { BackupContext } from '../context';
import { judgeNames } from '../policy/environment-names';
import { signInProviders } from '../policy/readiness-trust';
import type { SignOffItem, VariableView } from '../views';

/** Every variable by name, as it stands in this process. */
export function readVariables({ settings, host, copies }: BackupContext, scheduleHeard: boolean): VariableView[] {
  return judgeNames({
    set: settings.variables,
    known: Object.keys(environmentSchema.shape),
    copies: copies.map(({ name }) => name),
    host: host.environment?.() ?? null,
    scheduleHeard,
  });
}

/** What a sign-off of this item vouches for at this moment: names alone. */
export function coveredNames(context: BackupContext, item: SignOffItem): string[] {
  if (item === 'sign-in') {
    return signInProviders(context.host.environment?.() ?? null, context.settings.variables).complete;
  }
  return readVariables(context, true).flatMap(({ name, set, secret }) => (set && secret ? [name] : []));
}

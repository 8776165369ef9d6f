import type { BackupContext } from '../context';
import { appError, failure } from '../kernel/app-error';
import { attempt, err, type Result } from '../kernel/result';
import { type BackupPolicy, policySchema } from '../policy/backup-policy';
import { writePolicy } from '../runs/policy-records';
import type { PolicyView } from '../views';
import { policyView } from './get-policy';
import { noteMissed } from './note-missed';
import { reachDatabase } from './reach-database';
import { readPolicy, unknownCopies } from './read-policy';
import { noteAudit } from './record-audit';
import type { Initiator } from './start-backup';

export interface PolicyRequest {
  /** Plain JSON in the shape of policySchema. */
  policy: unknown;
  /** The version that was looked at; 0 where there was none. */
  version: number;
}

/**
 * Saves a policy as the next version; it holds from now on, for every instance. What the old schedule had missed until
 * now is written down first. Errors: INVALID_INPUT (fields by path), STALE (somebody else saved meanwhile), DATABASE_DOWN.
 */
export async function setPolicy(
  context: BackupContext,
  { policy, version }: PolicyRequest,
  { trigger, actor }: Initiator,
): Promise<Result<PolicyView>> {
  const parsed = policySchema.safeParse(policy);
  if (!parsed.success) {
    const fields = Object.fromEntries(parsed.error.issues.map((issue) => [issue.path.join('.'), issue.message]));
    const hint = Object.entries(fields)
      .map(([name, message]) => `${name}: ${message}`)
      .join(' ');
    return err(appError('INVALID_INPUT', 'This policy is not valid. Nothing was saved.', { hint, fields }));
  }
  return attempt(async () => {
    const [unknown] = unknownCopies(context, parsed.data);
    if (unknown !== undefined) {
      throw failure('INVALID_INPUT', `There is no destination “${unknown}”. Nothing was saved.`, {
        hint: 'Name it in BACKUP_COPIES first, then start the app again.',
        fields: { 'where.copies': 'Not a configured destination.' },
      });
    }
    const db = await reachDatabase(context);
    const before = await readPolicy(context);
    await noteMissed(context, db);
    const saved = await writePolicy(db, { expected: version, policy: parsed.data, actor });
    if (!saved) {
      throw failure('STALE', 'Somebody else has changed the policy meanwhile. Yours was not saved.', {
        hint: 'Load the page again, look at what they chose, then change it.',
      });
    }
    await noteAudit(context, {
      act: 'policy.change',
      actor,
      from: trigger,
      detail: { version: saved.version, ...changedFields(parsed.data, before.policy) },
    });
    context.host.log.info('The backup policy was changed.', { version: saved.version, actorName: actor.name });
    return policyView(context, {
      policy: parsed.data,
      version: saved.version,
      savedAt: saved.savedAt,
      savedBy: saved.actorName,
      source: 'saved',
    });
  });
}

/** Every field that differs, as "before → after". */
function changedFields(after: BackupPolicy, before: BackupPolicy): Record<string, string> {
  const flat = (policy: BackupPolicy) =>
    new Map(
      Object.entries(policy).flatMap(([part, fields]) =>
        Object.entries(fields).map(([name, value]) => [`${part}.${name}`, JSON.stringify(value)] as const),
      ),
    );
  const old = flat(before);
  return Object.fromEntries(
    [...flat(after)].flatMap(([name, value]) =>
      old.get(name) === value ? [] : [[name, `${old.get(name)} → ${value}`]],
    ),
  );
}

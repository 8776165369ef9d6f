import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { appError, err, getPolicy, ok, type PolicyView, type Result, setPolicy } from '@/lib/backup';
import type { Perform } from './command-line';
import { moment } from './figures';
import { terminalActor } from './terminal-actor';

interface SetOptions {
  file?: string;
  version?: string;
}

const SOURCES: Record<PolicyView['source'], string> = {
  saved: 'Saved here.',
  manifest: 'The database has no saved policy, or does not answer: this is the one that the newest backup carries.',
  default: 'Nobody has saved one: these are the defaults.',
};

/** An empty list of destinations, in words: an empty value is more often a variable that was not set. */
const NOWHERE = 'none';

/** Every field on a line of its own, in the form that `policy set` takes. */
function policyLines(value: unknown, path: string[] = []): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const text = Array.isArray(value) ? value.join(',') || NOWHERE : String(value);
    return [`  ${path.join('.')}=${text}`];
  }
  return Object.entries(value).flatMap(([key, inner]) => policyLines(inner, [...path, key]));
}

const policyText = (view: PolicyView): string =>
  [
    `${SOURCES[view.source]} Version ${view.version}.`,
    ...(view.savedAt ? [`Saved ${moment(view.savedAt)} by ${view.savedBy}.`] : []),
    ...policyLines(view.policy).filter((line) => line !== '  version=1'),
    `Next run: ${view.nextRunAt ? moment(view.nextRunAt) : 'none, the schedule is off'}`,
  ].join('\n');

export function registerPolicyCommands(program: Command, perform: Perform): void {
  const policy = program.command('policy').description('what is backed up, when, where to, and how long it stays');
  policy
    .command('show')
    .description('the policy that holds')
    .action(() =>
      perform(async () => {
        const view = await getPolicy();
        const { timeZones: _, ...data } = view;
        return ok({ data, text: policyText(view) });
      }),
    );
  policy
    .command('set [fields...]')
    .description('change fields, e.g. retention.keepDays=14 schedule.times=02:00,14:00; others stay as they are')
    .option('--file <file>', 'take the whole policy from a JSON file')
    .option('--version <number>', 'refuse where another version holds by now')
    .action((fields: string[], options: SetOptions) =>
      perform(async () => {
        const current = await getPolicy();
        const changed = await changedPolicy(current, fields, options.file);
        if (!changed.ok) return changed;
        const version = options.version === undefined ? current.version : Number(options.version);
        const saved = await setPolicy({ policy: changed.value, version }, terminalActor());
        if (!saved.ok) return saved;
        const { timeZones: _, ...data } = saved.value;
        return ok({ data, text: policyText(saved.value) });
      }),
    );
}

async function changedPolicy(
  { policy }: PolicyView,
  fields: readonly string[],
  file?: string,
): Promise<Result<unknown>> {
  if (file === undefined && fields.length === 0) {
    return err(
      appError('INVALID_INPUT', 'No field is named.', { hint: 'For example: policy set retention.keepDays=14' }),
    );
  }
  const changed: unknown = file === undefined ? structuredClone(policy) : await readPolicyFile(file);
  if (changed === undefined) {
    return err(
      appError('INVALID_INPUT', `${file} is not a readable JSON file.`, { hint: 'See its form: policy show --json' }),
    );
  }
  for (const field of fields) {
    const [, path, text] = /^([\w.]+)=(.*)$/s.exec(field) ?? [];
    if (path && text?.trim() === '') {
      return err(
        appError('INVALID_INPUT', `“${field}” has no value. Nothing was saved.`, {
          hint: 'Write the value behind the equals sign. No destinations at all: where.copies=none',
        }),
      );
    }
    if (!path || text === undefined || !put(changed, path.split('.'), text)) {
      return err(
        appError('INVALID_INPUT', `“${field}” names no field of a policy.`, { hint: 'See the fields: policy show' }),
      );
    }
  }
  return ok(changed);
}

async function readPolicyFile(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    // Whatever is wrong with it, the sentence is the same.
    return undefined;
  }
}

/** Text takes the kind of value that stands there now. False where there is no such field. */
function put(policy: unknown, path: readonly string[], text: string): boolean {
  const [key = '', ...rest] = path;
  if (typeof policy !== 'object' || policy === null || !Object.hasOwn(policy, key)) return false;
  const values = policy as Record<string, unknown>;
  const value = values[key];
  if (rest.length > 0) return put(value, rest, text);
  if (typeof value === 'number') values[key] = Number(text);
  else if (typeof value === 'boolean') values[key] = text === 'true' ? true : text === 'false' ? false : text;
  else if (key === 'copies') values[key] = text === NOWHERE ? [] : listOf(text, false);
  else if (Array.isArray(value))
    values[key] = listOf(
      text,
      value.every((item) => typeof item === 'number'),
    );
  else values[key] = text;
  return true;
}

function listOf(text: string, numbers: boolean): unknown {
  if (text === 'all') return text;
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
  return numbers && items.length > 0 ? items.map(Number) : items;
}

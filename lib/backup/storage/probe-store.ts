import { type AppError, AppFailure, appError } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { err, ok, type Result } from '../kernel/result';
import type { ObjectStore } from './object-store';
import { readSmallObject, writeSmallObject } from './small-objects';

export type ProbeStep = 'write' | 'read' | 'list' | 'refuse-overwrite' | 'sweep' | 'delete';

const PERMISSIONS: Readonly<Record<ObjectStore['kind'], Readonly<Record<ProbeStep, string>>>> = {
  local: {
    write: 'write permission on the folder',
    read: 'read permission on the folder',
    list: 'read and search permission on the folder',
    'refuse-overwrite': 'a file system with hard links',
    sweep: 'read and search permission on the folder',
    delete: 'write permission on the folder',
  },
  s3: {
    write: 's3:PutObject',
    read: 's3:GetObject',
    list: 's3:ListBucket',
    'refuse-overwrite': 'support for If-None-Match, or s3:GetObject',
    sweep: 's3:ListBucketMultipartUploads',
    delete: 's3:DeleteObject',
  },
  gcs: {
    write: 'storage.objects.create',
    read: 'storage.objects.get',
    list: 'storage.objects.list',
    'refuse-overwrite': 'support for ifGenerationMatch',
    sweep: 'storage.objects.list',
    delete: 'storage.objects.delete',
  },
};

export interface StoreProbe {
  steps: { step: ProbeStep; durationMs: number }[];
  freeBytes: number | null;
  /** How far the clock of this server is ahead of that of the store. Milliseconds, exact to a second. */
  clockAheadMs: number;
}

/** Proves that a store can do what a backup needs, with one tiny object below `prefix` that is gone afterwards. */
export async function probeStore(store: ObjectStore, prefix: string): Promise<Result<StoreProbe>> {
  const key = `${prefix}probe-${newId(new Date())}`;
  const content = Buffer.from(`probe ${key}`);
  const writtenAt = Date.now();
  const works: [ProbeStep, () => Promise<boolean>][] = [
    ['write', () => writeSmallObject(store, key, content, { ifAbsent: store.caps.conditionalPut }).then(() => true)],
    ['read', async () => content.equals(await readSmallObject(store, key, 1000))],
    ['list', () => isListed(store, key)],
    ['refuse-overwrite', () => refusesOverwrite(store, key, content)],
    [
      'sweep',
      async () => {
        // Looks for uploads as old as that: there are none to take away.
        await store.sweepUploads(key, new Date(0));
        return true;
      },
    ],
    ['delete', () => isDeleted(store, key)],
  ];
  const steps: StoreProbe['steps'] = [];
  let clockAheadMs = 0;
  for (const [step, work] of works) {
    const startedAt = performance.now();
    const problem = await work().then((fine) => (fine ? null : undefined), expected);
    if (problem !== null) {
      // Best effort: the probe object holds nothing, and the failed step is what the admin must read.
      if (step !== 'delete') await store.delete(key).catch(() => undefined);
      return err(explain(step, store, problem));
    }
    steps.push({ step, durationMs: Math.round(performance.now() - startedAt) });
    if (step === 'list') clockAheadMs = await clockAhead(store, key, writtenAt);
  }
  return ok({ steps, freeBytes: await store.freeBytes(), clockAheadMs });
}

function expected(error: unknown): AppError {
  if (error instanceof AppFailure) return error.error;
  throw error;
}

async function isListed(store: ObjectStore, key: string): Promise<boolean> {
  for await (const object of store.list(key)) if (object.key === key) return true;
  return false;
}

/** What the store retains by its own rules was not refused for want of a right. */
async function isDeleted(store: ObjectStore, key: string): Promise<boolean> {
  const outcome = await store.delete(key);
  return outcome === 'retained' || (outcome === 'deleted' && (await store.stat(key)) === null);
}

/** Where the object was written between two looks at our own clock, their difference is no matter of clocks. */
async function clockAhead(store: ObjectStore, key: string, writtenAt: number): Promise<number> {
  const found = await store.stat(key).catch(() => null);
  if (found === null) return 0;
  const theirs = found.modifiedAt.getTime();
  if (theirs < writtenAt - 1000) return writtenAt - theirs;
  return theirs > Date.now() + 1000 ? Date.now() - theirs : 0;
}

async function refusesOverwrite(store: ObjectStore, key: string, content: Uint8Array): Promise<boolean> {
  if (!store.caps.conditionalPut) return true;
  return writeSmallObject(store, key, content, { ifAbsent: true }).then(
    () => false,
    (error: unknown) => {
      if (error instanceof AppFailure && error.error.code === 'CONFLICT') return true;
      throw error;
    },
  );
}

function explain(step: ProbeStep, store: ObjectStore, problem: AppError | undefined): AppError {
  const said = problem?.message ?? 'the store answered, but not with what was stored.';
  return appError('STORAGE_DOWN', `The backup store failed at the step “${step}”: ${said}`, {
    hint: `This step needs ${PERMISSIONS[store.kind][step]} (${store.description}).${problem?.hint ? ` ${problem.hint}` : ''}`,
    details: { step },
  });
}

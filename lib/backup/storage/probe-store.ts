import { type AppError, AppFailure, appError } from '../kernel/app-error';
import { newId } from '../kernel/ids';
import { err, ok, type Result } from '../kernel/result';
import type { ObjectStore } from './object-store';
import { readSmallObject, writeSmallObject } from './small-objects';

export type ProbeStep = 'write' | 'read' | 'list' | 'refuse-overwrite' | 'delete';

const PERMISSIONS: Readonly<Record<ObjectStore['kind'], Readonly<Record<ProbeStep, string>>>> = {
  local: {
    write: 'write permission on the folder',
    read: 'read permission on the folder',
    list: 'read and search permission on the folder',
    'refuse-overwrite': 'a file system with hard links',
    delete: 'write permission on the folder',
  },
  s3: {
    write: 's3:PutObject',
    read: 's3:GetObject',
    list: 's3:ListBucket',
    'refuse-overwrite': 'support for If-None-Match',
    delete: 's3:DeleteObject',
  },
  gcs: {
    write: 'storage.objects.create',
    read: 'storage.objects.get',
    list: 'storage.objects.list',
    'refuse-overwrite': 'support for ifGenerationMatch',
    delete: 'storage.objects.delete',
  },
};

export interface StoreProbe {
  steps: { step: ProbeStep; durationMs: number }[];
  freeBytes: number | null;
}

/** Proves that a store can do what a backup needs, with one tiny object below `prefix` that is gone afterwards. */
export async function probeStore(store: ObjectStore, prefix: string): Promise<Result<StoreProbe>> {
  const key = `${prefix}probe-${newId(new Date())}`;
  const content = Buffer.from(`probe ${key}`);
  const works: [ProbeStep, () => Promise<boolean>][] = [
    ['write', () => writeSmallObject(store, key, content, { ifAbsent: store.caps.conditionalPut }).then(() => true)],
    ['read', async () => content.equals(await readSmallObject(store, key, 1000))],
    ['list', () => isListed(store, key)],
    ['refuse-overwrite', () => refusesOverwrite(store, key, content)],
    ['delete', async () => (await store.delete(key)) !== 'absent' && (await store.stat(key)) === null],
  ];
  const steps: StoreProbe['steps'] = [];
  for (const [step, work] of works) {
    const startedAt = performance.now();
    const problem = await work().then((fine) => (fine ? null : undefined), expected);
    if (problem !== null) {
      // Best effort: the probe object holds nothing, and the failed step is what the admin must read.
      if (step !== 'delete') await store.delete(key).catch(() => undefined);
      return err(explain(step, store, problem));
    }
    steps.push({ step, durationMs: Math.round(performance.now() - startedAt) });
  }
  return ok({ steps, freeBytes: await store.freeBytes() });
}

function expected(error: unknown): AppError {
  if (error instanceof AppFailure) return error.error;
  throw error;
}

async function isListed(store: ObjectStore, key: string): Promise<boolean> {
  for await (const object of store.list(key)) if (object.key === key) return true;
  return false;
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

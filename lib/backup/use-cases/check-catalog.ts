import type { CatalogCheck, CatalogFinding } from '../catalog/catalog-finding';
import type { BackupContext, Destination } from '../context';
import { idTime } from '../kernel/ids';
import { attempt, type Result } from '../kernel/result';
import { RUNBOOK_LOCALES } from '../policy/runbook-words';
import { findRunning } from '../runs/run-records';
import { objectKeys } from '../storage/object-keys';
import { readRescueScript } from '../storage/rescue-script';
import { readSmallObject } from '../storage/small-objects';
import type { CatalogCheckView, CatalogPlaceView } from '../views';
import { copiesUnderWay } from './copy-backup';
import { reachDatabase } from './reach-database';
import { primaryPlace, resolvePlace } from './resolve-place';

export interface CheckCatalogRequest {
  /** Name or address of one place; every one of the settings where it is left out. */
  from?: string;
  /** Read every byte. */
  deep?: boolean;
  signal?: AbortSignal;
}

const LARGEST_SCRIPT = 1_000_000;

/** What came within a day may be about to get its manifest; the sweeper of unfinished backups waits as long. */
const ARRIVING_MS = 86_400_000;

interface Checked {
  place: Destination;
  check: CatalogCheck;
  /** Copied here by this process while the place was read: the manifest comes last. */
  copying: ReadonlySet<string>;
}

/**
 * Compares every object of the stores with what signed records say, and the stores with each other. Changes nothing and
 * needs no database. What this process is copying, or a run is making, at this moment is not judged. Errors: INVALID_INPUT (no such place), STORAGE_DOWN (a place that does not answer), CANCELLED.
 */
export function checkCatalogs(
  context: BackupContext,
  { from, deep = false, signal }: CheckCatalogRequest = {},
): Promise<Result<CatalogCheckView>> {
  return attempt(async () => {
    const everywhere = [primaryPlace(context), ...context.copies];
    const places = from === undefined ? everywhere : [resolvePlace(context, from)];
    const checked: Checked[] = [];
    for (const place of places) {
      const before = copiesUnderWay(context, place.name);
      const check = await place.catalog.check({ deep, signal });
      checked.push({ place, check, copying: new Set([...before, ...copiesUnderWay(context, place.name)]) });
    }
    const isUnfinished = checked.some(({ check }) => check.unproven.some(({ adoptedAt }) => adoptedAt === null));
    const running = isUnfinished ? await backupUnderWay(context) : null;
    const views = await Promise.all(
      checked.map(async (one) => viewOf(context, one, running, from === undefined ? checked : null)),
    );
    return { deep, sound: views.every(({ findings }) => findings.length === 0), places: views };
  });
}

async function viewOf(
  context: BackupContext,
  one: Checked,
  running: string | null,
  everywhere: readonly Checked[] | null,
): Promise<CatalogPlaceView> {
  const { place, check, copying } = one;
  const isGoingOn = (id: string | null) => id !== null && (id === running || copying.has(id));
  const lost = everywhere ? await lostHere(context, place, everywhere) : [];
  const unproven = check.unproven.filter(({ id }) => !isGoingOn(id));
  const mayArrive = unproven.filter(({ adoptedAt }) => adoptedAt === null).map(({ id }) => id);
  return {
    name: place.name,
    description: place.store.description,
    backups: check.backups.length,
    objects: check.objects,
    findings: [
      ...check.findings.filter(({ backupId }) => !isGoingOn(backupId)),
      ...(await scriptFinding(context, place)),
      ...(await runbookFindings(context, place)),
      ...lost.filter(({ backupId }) => backupId === null || !copying.has(backupId)),
    ],
    unproven,
    arriving: context.copies.includes(place)
      ? mayArrive.filter((id) => isYoung(context, id, check) && !lost.some(({ backupId }) => backupId === id))
      : [],
  };
}

function isYoung({ clock }: BackupContext, id: string, { writtenAt }: CatalogCheck): boolean {
  const youngest = Math.max(idTime(id).getTime(), writtenAt.get(id)?.getTime() ?? 0);
  return youngest >= clock.now().getTime() - ARRIVING_MS;
}

/** Its files have no manifest yet. Where the database does not answer, nothing runs. */
async function backupUnderWay(context: BackupContext): Promise<string | null> {
  const running = await attempt(async () => findRunning(await reachDatabase(context)));
  return running.ok ? (running.value?.backupId ?? null) : null;
}

/** Whoever runs the script trusts it: another one than this version's is named. */
async function scriptFinding({ site }: BackupContext, { store }: Destination): Promise<CatalogFinding[]> {
  const key = objectKeys(site.slug).rescueKey;
  const [script, stored] = [await readRescueScript(), await store.stat(key)];
  if (!script || !stored) return [];
  const bytes = await attempt(() => readSmallObject(store, key, LARGEST_SCRIPT));
  if (bytes.ok && script.equals(bytes.value)) return [];
  const reason =
    'It is not the rescue script of this version. The next backup stores it anew; do not run it until then.';
  return [{ kind: 'damaged', key, backupId: null, reason }];
}

/** Whoever follows a runbook trusts its commands: one that is not as it was written is named. */
async function runbookFindings(
  { site, runbookShelf }: BackupContext,
  { store }: Destination,
): Promise<CatalogFinding[]> {
  const shelf = runbookShelf(store);
  const stored = await Promise.all(RUNBOOK_LOCALES.map(async (locale) => ({ locale, read: await shelf.read(locale) })));
  const reason =
    'The runbook was changed, or signed with another key. The next backup stores it anew; do not follow it until then.';
  return stored.flatMap(({ locale, read }): CatalogFinding[] =>
    read.state === 'changed'
      ? [{ kind: 'damaged', key: objectKeys(site.slug).runbookKey(locale), backupId: null, reason }]
      : [],
  );
}

/** What another place still has, or a signed record says was copied here, and this place has no more. */
async function lostHere(
  context: BackupContext,
  place: Destination,
  checked: readonly Checked[],
): Promise<CatalogFinding[]> {
  const keys = objectKeys(context.site.slug);
  const own = new Set(checked.find((one) => one.place === place)?.check.backups);
  const findings: CatalogFinding[] = [];
  const lost = async (id: string, reason: string) => {
    const key = keys.manifestKey(id);
    // Removed on purpose, or damaged and named already.
    if ((await place.store.stat(keys.tombstoneKey(id))) !== null || (await place.store.stat(key)) !== null) return;
    if (findings.some(({ backupId }) => backupId === id)) return;
    findings.push({ kind: 'missing', key, backupId: id, reason });
  };
  if (place.name === 'primary') {
    for (const other of checked.filter((one) => one.place !== place)) {
      for (const id of other.check.backups)
        if (!own.has(id)) await lost(id, `Only “${other.place.name}” has this backup.`);
    }
    return findings;
  }
  const { entries } = await context.catalog.list();
  for (const { manifest, copies } of entries) {
    const newest = copies.find(({ destination }) => destination === place.name);
    if (newest?.passed && !own.has(manifest.id)) await lost(manifest.id, 'It was copied here, and is here no more.');
  }
  return findings;
}

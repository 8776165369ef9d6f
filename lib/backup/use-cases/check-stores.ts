import type { BackupContext } from '../context';
import { counted } from '../kernel/counted';
import type { Result } from '../kernel/result';
import { objectKeys } from '../storage/object-keys';
import { probeStore, type StoreProbe } from '../storage/probe-store';
import type { CatalogCheckView, CatalogFindingView } from '../views';
import { complaint, type DoctorCheck, judged, passed } from './doctor-check';

/** Beyond this, a store may refuse signed requests and the order of things becomes hard to tell. */
const CLOCKS_APART_MS = 60_000;

export function checkStore(description: string, probed: Result<StoreProbe>): DoctorCheck {
  return judged(probed, (probe) => {
    const apart = Math.round(Math.abs(probe.clockAheadMs) / 1000);
    if (apart * 1000 <= CLOCKS_APART_MS) {
      return passed(`${description} can be written, read, listed and cleared.`, probe);
    }
    const way = probe.clockAheadMs > 0 ? 'ahead of' : 'behind';
    return complaint(
      'warning',
      {
        message: `The clock of this server is ${apart} s ${way} that of ${description}.`,
        hint: 'Set the time of both, by NTP for example.',
      },
      probe,
    );
  });
}

/** Every destination of copies, tried out as the primary store is; the worst of them speaks. */
export async function checkCopies({ copies, site }: BackupContext): Promise<DoctorCheck> {
  if (copies.length === 0) {
    return complaint('warning', {
      message: 'There are no off-site copies: a backup on the server that burns is no backup.',
      hint: 'Set BACKUP_COPIES, for example to off-site=s3://bucket/folder?endpoint=https://….',
    });
  }
  const prefix = objectKeys(site.slug).sitePrefix;
  const checks = await Promise.all(
    copies.map(async ({ name, store }) => ({
      name,
      ...checkStore(store.description, await probeStore(store, prefix)),
    })),
  );
  const worst = checks.find(({ status }) => status === 'failed') ?? checks.find(({ status }) => status === 'warning');
  const names = checks.map(({ name }) => name).join(', ');
  if (!worst)
    return passed(`Copies go to ${names}; each can be written, read, listed and cleared.`, { copies: checks });
  const { status, message, hint } = worst;
  const told = { message: `“${worst.name}”: ${message}`, ...(hint ? { hint } : {}) };
  return complaint(status === 'failed' ? 'failed' : 'warning', told, { copies: checks });
}

type Holding = CatalogCheckView['places'][number];

const KINDS = ['missing', 'damaged', 'extra', 'foreign'] as const satisfies readonly CatalogFindingView['kind'][];

/**
 * What stands in the stores, by name and size, against what signed records say. No data file is read. Only a backup that
 * lacks something has failed: script and runbook are stored anew by the next tidying, and are no part of any backup. A copy
 * that may be under way lacks nothing as yet.
 */
export function checkHoldings(checked: Result<CatalogCheckView>): DoctorCheck {
  return judged(
    checked,
    ({ places: all }) => {
      const places = all.map((place) => ({ ...place, findings: place.findings.filter(isSettled(place)) }));
      const holdings = places.map((place) => ({
        ...{ name: place.name, backups: place.backups, objects: place.objects, unproven: place.unproven.length },
        arriving: place.arriving.length,
        ...findingsOf(place),
      }));
      if (places.every(({ findings }) => findings.length === 0)) {
        const backups = counted(places[0]?.backups ?? 0, 'backup');
        return passed(`${backups}; nothing is missing, damaged, extra or foreign anywhere.`, { places: holdings });
      }
      const isBad = places.some(({ findings }) =>
        findings.some(({ kind, backupId }) => backupId !== null && (kind === 'missing' || kind === 'damaged')),
      );
      const hint = 'See what with the command “catalog check”; with --deep it reads every byte too.';
      return complaint(
        isBad ? 'failed' : 'warning',
        { message: places.flatMap(told).join(' '), hint },
        { places: holdings },
      );
    },
    'warning',
  );
}

/** Data that came with no manifest as yet is told as missing its manifest, and content that came with it as extra. */
const isSettled =
  ({ arriving }: Holding) =>
  ({ kind, backupId }: CatalogFindingView): boolean =>
    backupId === null || kind === 'damaged' || !arriving.includes(backupId);

function findingsOf({ findings }: Holding): Record<(typeof KINDS)[number], number> {
  const counts = { missing: 0, damaged: 0, extra: 0, foreign: 0 };
  for (const { kind } of findings) counts[kind] += 1;
  return counts;
}

function told(place: Holding): string[] {
  const counts = findingsOf(place);
  const found = KINDS.flatMap((kind) => (counts[kind] > 0 ? [`${counts[kind]} ${kind}`] : [])).join(', ');
  return found ? [`In “${place.name}”: ${found}.`] : [];
}

import { type AuditMirror, createAuditMirror } from './catalog/audit-mirror';
import { type Catalog, createCatalog } from './catalog/catalog';
import { createGameDayLog, type GameDayLog } from './catalog/game-day-log';
import { createRestorationLog, type RestorationLog } from './catalog/restoration-log';
import { createSigner } from './catalog/signature';
import { createRunbookShelf, type RunbookShelf } from './catalog/stored-runbook';
import { type BackupSettings, readSettings } from './config';
import type { BackupHost } from './host.types';
import { failure } from './kernel/app-error';
import { type Clock, systemClock } from './kernel/clock';
import { deriveKey } from './kernel/digest';
import { unwrap } from './kernel/result';
import { siteSlug } from './policy/site-slug';
import type { DestinationSettings } from './storage/destination-settings';
import { objectKeys } from './storage/object-keys';
import type { ObjectStore } from './storage/object-store';
import { openStore } from './storage/open-store';

/** A place for copies; its name stands in their records. */
export interface Destination {
  name: string;
  store: ObjectStore;
  /** What stands there; the truth about backups stays with the primary store. */
  catalog: Catalog;
}

/** What every use-case is given: the host, the settings and the two places that outlive the database. */
export interface BackupContext {
  host: BackupHost;
  settings: BackupSettings;
  site: { slug: string; name: string };
  store: ObjectStore;
  /** Where every recovery point is copied to, in the order of the settings. */
  copies: readonly Destination[];
  catalog: Catalog;
  /** Any other place, with the same signing key. */
  openPlace(settings: DestinationSettings): Destination;
  restorations: RestorationLog;
  /** The runbooks that stand in a place. */
  runbookShelf(store: ObjectStore): RunbookShelf;
  gameDays: GameDayLog;
  auditMirror: AuditMirror;
  /** The same at the destinations of copies. */
  auditCopies: readonly AuditMirror[];
  /** Signs what a page or a terminal hands back, so that it comes back unchanged. */
  planKey: Buffer;
  clock: Clock;
}

/** Builds a context; throws AppFailure INVALID_INPUT where a setting is wrong or no signing secret is set. */
export function createContext(
  host: BackupHost,
  settings: BackupSettings = unwrap(readSettings()),
  clock: Clock = systemClock,
): BackupContext {
  if (!settings.signingSecret) {
    throw failure('INVALID_INPUT', 'Backups cannot be signed: no signing secret is set.', {
      hint: 'Set BACKUP_SIGNING_KEY (at least 32 characters) or AUTH_SECRET, then start again.',
      fields: { BACKUP_SIGNING_KEY: 'Missing.' },
    });
  }
  const name = host.siteName();
  const slug = settings.BACKUP_SITE ?? siteSlug(name);
  const open = (destination: DestinationSettings) =>
    openStore(destination, { lockDays: settings.BACKUP_OBJECT_LOCK_DAYS, clock });
  const store = open(settings.destinations.primary);
  const signer = createSigner(deriveKey(settings.signingSecret.value, 'manifest-signature'));
  const openPlace = (destination: DestinationSettings): Destination => {
    const placed = open(destination);
    const catalogThere = createCatalog({ store: placed, signer, site: slug, clock });
    return { name: destination.name, store: placed, catalog: catalogThere };
  };
  const copies = settings.destinations.copies.map(openPlace);
  const mirrorAt = (place: ObjectStore) =>
    createAuditMirror({ store: place, signer, keys: objectKeys(slug), site: slug });
  return {
    host,
    settings,
    site: { slug, name },
    store,
    copies,
    openPlace,
    catalog: createCatalog({ store, signer, site: slug }),
    restorations: createRestorationLog({ store, signer, keys: objectKeys(slug) }),
    gameDays: createGameDayLog({ store, signer, keys: objectKeys(slug) }),
    runbookShelf: (place) => createRunbookShelf({ store: place, signer, keys: objectKeys(slug) }),
    auditMirror: mirrorAt(store),
    auditCopies: copies.map((copy) => mirrorAt(copy.store)),
    planKey: deriveKey(settings.signingSecret.value, 'restore-plan'),
    clock,
  };
}

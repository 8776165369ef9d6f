import type { Manifest } from '../catalog/manifest';
import type { BackupContext } from '../context';
import { sha256Hex } from '../kernel/digest';
import { attempt, type Result } from '../kernel/result';
import { keyUse } from '../policy/key-use';
import { addressText, type RecoveryFacts, recoverySteps } from '../policy/recovery-steps';
import { objectKeys } from '../storage/object-keys';
import { readRescueScript } from '../storage/rescue-script';
import type { RecoveryKitView } from '../views';
import { findKitSource, type KitSource } from './find-kit-source';

/** For the day on which there is no backup yet: the newest PostgreSQL reads what any older one wrote. */
const NEWEST_POSTGRES = 18;

/**
 * What to keep on paper: places, keys by their public part, and commands for the newest good backup, which read from where
 * it outlives the server. Holds no secret. Errors: STORAGE_DOWN.
 */
export function getRecoveryKit(context: BackupContext): Promise<Result<RecoveryKitView>> {
  return attempt(async () => {
    const { settings, site, clock, host } = context;
    const { primary, copies } = settings.destinations;
    const { entries, source } = await findKitSource(context);
    const manifest = source?.manifest;
    const bytes = await readRescueScript();
    const script = bytes && { key: objectKeys(site.slug).rescueKey, sha256: sha256Hex(bytes) };
    const signing = settings.signingSecret?.source ?? 'AUTH_SECRET';
    return {
      site: site.name,
      slug: site.slug,
      madeAt: clock.now().toISOString(),
      appVersion: host.appVersion(),
      places: [primary, ...copies].map(({ name, address }, index) => ({
        name,
        description: [context.store, ...context.copies.map(({ store }) => store)][index]?.description ?? '',
        address: addressText(address),
      })),
      keys: keyUse(
        settings.BACKUP_ENCRYPT_TO,
        entries.map(({ manifest: { id, createdAt, artifact } }) => ({
          id,
          createdAt,
          recipients: artifact.recipients ?? [],
        })),
        manifest?.id ?? null,
      ),
      signing: { source: signing, keyId: context.auditMirror.keyId },
      backup: source ? backupOf(source) : null,
      postgresMajor: manifest
        ? Math.max(manifest.server.major, Number.parseInt(manifest.engine.version, 10))
        : NEWEST_POSTGRES,
      script,
      steps: source ? stepsOf(source, { slug: site.slug, script, signingVariable: signing }) : [],
    };
  });
}

const stepsOf = (
  { address, manifest }: KitSource,
  facts: Pick<RecoveryFacts, 'slug' | 'script' | 'signingVariable'>,
): RecoveryKitView['steps'] =>
  recoverySteps({
    ...facts,
    address,
    backupId: manifest.id,
    data: { ...manifest.artifact, encrypted: manifest.artifact.encryption === 'age' },
    bundles: piecesOf(manifest),
    content: manifest.content,
  });

const backupOf = ({ name, address, manifest: { id, createdAt, artifact } }: KitSource): RecoveryKitView['backup'] => ({
  place: name,
  onServer: address.kind === 'local',
  id,
  createdAt,
  folder: artifact.key.slice(0, artifact.key.lastIndexOf('/')),
  file: artifact.key.slice(artifact.key.lastIndexOf('/') + 1),
  sha256: artifact.sha256,
  encrypted: artifact.encryption === 'age',
});

const piecesOf = ({ bundle }: Manifest) =>
  (bundle ? [...bundle.needs, bundle] : []).map(({ key, sha256, encryption }) => ({
    key,
    sha256,
    encrypted: encryption === 'age',
  }));

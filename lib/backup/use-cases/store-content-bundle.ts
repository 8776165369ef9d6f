import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContentBundle } from '../catalog/manifest';
import { createBundle, hasCommits, verifyBundle } from '../content/bundle';
import { type Git, openGit } from '../content/git-repository';
import type { BackupContext } from '../context';
import { failure } from '../kernel/app-error';
import { ByteMeter, metered } from '../kernel/digest';
import { unwrap } from '../kernel/result';
import { bundleIsDue } from '../policy/bundle-due';
import { encryptAge } from '../storage/encryption/age';
import { objectKeys } from '../storage/object-keys';
import { hashStoredObject } from '../storage/read-back';
import { contentGit } from './content-git';

/**
 * Stores the content beside the data of a backup as a Git bundle: whole once a week, else what is new since the last one.
 * Where nothing is new the last one stands for this backup too. A chain is encrypted to the same keys throughout: with
 * other keys a whole one begins. The stored bytes were read back. Throws AppFailure:
 * UNSUPPORTED (no git, shallow clone), NOT_FOUND (no repository), CORRUPT, STORAGE_DOWN, CANCELLED.
 */
export async function storeContentBundle(
  context: BackupContext,
  backupId: string,
  signal: AbortSignal,
): Promise<ContentBundle> {
  const git = unwrap(await openGit(context.host.contentPath(), contentGit(context, signal)));
  if ((await git.read('rev-parse', '--is-shallow-repository'))?.trim() === 'true') {
    throw failure('UNSUPPORTED', 'Only the newest part of the content’s history is on this server.', {
      hint: 'Get the whole history: the status of the content offers it.',
    });
  }
  const last = await usableBundle(context, git);
  const folder = await mkdtemp(path.join(tmpdir(), 'content-bundle-'));
  try {
    const file = path.join(folder, 'content.bundle');
    const basis = [...new Set(last?.tips.map(({ sha }) => sha) ?? [])];
    const tips = await createBundle(git, file, basis);
    if (tips === null && last) return last;
    if (tips === null) throw failure('NOT_FOUND', 'The content has no commit yet.');
    await verifyBundle(git, file);
    const piece = await store(context, backupId, file, signal);
    const { BACKUP_ENCRYPT_TO: recipients } = context.settings;
    return {
      ...piece,
      ...(recipients.length > 0 && { recipients }),
      full: !last,
      fullAt: last?.fullAt ?? context.clock.now().toISOString(),
      basis,
      tips,
      needs: last ? [...last.needs, pieceOf(last)] : [],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The newest bundle that the next one may build on; null where a full one is due. */
async function usableBundle(context: BackupContext, git: Git): Promise<ContentBundle | null> {
  const { entries } = await context.catalog.list();
  const last = entries.find(({ manifest, signatureValid }) => signatureValid && manifest.bundle)?.manifest.bundle;
  if (!last || bundleIsDue(context.clock.now(), last) || !sameKeys(context, last)) return null;
  for (const { key, size } of [...last.needs, last]) {
    if ((await context.store.stat(key))?.size !== size) return null;
  }
  const isHere = await hasCommits(
    git,
    last.tips.map(({ sha }) => sha),
  );
  return isHere ? last : null;
}

const pieceOf = ({ key, size, sha256, encryption }: ContentBundle): ContentBundle['needs'][number] => ({
  key,
  size,
  sha256,
  ...(encryption && { encryption }),
});

/** Old pieces that other keys open, or none at all, would take the worth out of new keys. */
function sameKeys({ settings }: BackupContext, { recipients = [] }: ContentBundle): boolean {
  return [...recipients].sort().join() === [...settings.BACKUP_ENCRYPT_TO].sort().join();
}

async function store(
  { store: objects, site, settings }: BackupContext,
  backupId: string,
  file: string,
  signal: AbortSignal,
): Promise<ContentBundle['needs'][number]> {
  const recipients = settings.BACKUP_ENCRYPT_TO;
  const encryption = recipients.length > 0 ? 'age' : 'none';
  const key = objectKeys(site.slug).bundleKey(backupId, encryption);
  const meter = new ByteMeter();
  const plain = createReadStream(file);
  const body = encryption === 'age' ? encryptAge(plain, recipients) : plain;
  await objects.put(key, metered(body, meter), { signal });
  const sha256 = meter.sha256();
  const stored = await hashStoredObject(objects, key, { signal });
  if (stored.size === meter.size && stored.sha256 === sha256) {
    return { key, size: meter.size, sha256, ...(encryption === 'age' && { encryption }) };
  }
  throw failure('CORRUPT', 'The storage gave back another content bundle than was written.', {
    hint: 'Check the disk or the storage service for errors, then back up again.',
  });
}

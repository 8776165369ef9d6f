import type { CatalogEntry } from '../catalog/catalog-entry';
import type { BackupContext } from '../context';
import { copyState } from '../policy/copy-state';
import type { CopyView } from '../views';
import { isBeingCopied } from './copy-backup';

/** How a recovery point stands with each destination of the settings. */
export function copyViews(context: BackupContext, { manifest, copies }: CatalogEntry): CopyView[] {
  return context.copies.map(({ name, store }) => {
    const attempts = copies.filter(({ destination }) => destination === name);
    const { state, ...more } = copyState(context.clock.now(), attempts);
    return {
      destination: name,
      kind: store.kind,
      description: store.description,
      ...more,
      state: isBeingCopied(context, manifest.id, name) ? 'copying' : state,
      size: state === 'done' ? (attempts[0]?.size ?? null) : null,
    };
  });
}

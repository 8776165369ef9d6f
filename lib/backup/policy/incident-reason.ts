import type { ContentIncidentView } from '../views';

/** What happened to the content, as a sentence of a message to people. */
export function incidentReason({ kind, deleted, total, path }: ContentIncidentView): string {
  switch (kind) {
    case 'settings-emptied':
      return `The settings file “${path}” was emptied or deleted.`;
    case 'settings-unparsable':
      return `The settings file “${path}” can no longer be read as YAML.`;
    case 'files-dropped':
      return `${deleted} of ${total} files are gone since the last recovery point.`;
    case 'mass-deletion':
      return `${deleted} of ${total} files were deleted at once.`;
  }
}

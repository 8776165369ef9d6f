import { type AppFailure, failure } from '../../kernel/app-error';
import { REFUSED } from '../refusal';

export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

export const isAbsent = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '');

export const isDiskFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT'].includes(systemCode(error) ?? '');

/** What the file system refused, in words for an admin. `doing` reads after "could not": "write site/2026/11/…". */
export function fileFailure(error: unknown, doing: string, directory: string): AppFailure {
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return failure('STORAGE_DOWN', `No permission to ${doing} in the backup folder.`, {
        hint: `Let the user that runs the site read and write ${directory}.`,
        details: REFUSED,
        cause: error,
      });
    case 'EROFS':
      return failure('STORAGE_DOWN', `Could not ${doing}: the backup folder is read-only.`, {
        hint: `Mount the disk of ${directory} for writing.`,
        cause: error,
      });
    case 'ENOTSUP':
    case 'ENOSYS':
      return failure(
        'STORAGE_DOWN',
        `Could not ${doing}: the file system of the backup folder lacks a needed ability.`,
        {
          hint: `Put ${directory} on a disk whose file system has hard links.`,
          cause: error,
        },
      );
    case 'ENAMETOOLONG':
      return failure('INVALID_INPUT', `Could not ${doing}: the name is too long for this disk.`, { cause: error });
    default:
      return failure('STORAGE_DOWN', `Could not ${doing} in the backup folder.`, {
        hint: `Check the disk behind ${directory}; the log has the details.`,
        cause: error,
      });
  }
}

/** `need` is what is known to be needed at least: the size of a stream is not known before its end. */
export const diskFull = (needAtLeast: string, have: string, directory: string, cause: unknown): AppFailure =>
  failure('STORAGE_DOWN', `Disk full: need more than ${needAtLeast}, have ${have}.`, {
    hint: `Free space on the disk of ${directory}, or move the backup folder to a larger one.`,
    cause,
  });

export const symbolicLink = (key: string): AppFailure =>
  failure(
    'INVALID_INPUT',
    `“${key}” is or passes through a symbolic link, which could lead out of the backup folder.`,
    {
      hint: 'Move the real file or folder to its place; the backup folder as a whole may be a link.',
    },
  );

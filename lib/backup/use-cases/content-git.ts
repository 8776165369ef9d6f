import type { GitOptions } from '../content/git-repository';
import type { BackupContext } from '../context';

/** How git is called for this site: where it is found, and the token with the only origins that it may be sent to. */
export function contentGit({ settings }: BackupContext, signal?: AbortSignal): GitOptions {
  const value = settings.GH_TOKEN ?? settings.GITHUB_TOKEN;
  const repository = settings.DATA_REPOSITORY ?? '';
  const origins = new Set(['https://github.com']);
  if (/^https:/i.test(repository) && URL.canParse(repository)) origins.add(new URL(repository).origin);
  return {
    pathVariable: settings.PATH,
    ...(value && { token: { value, origins: [...origins] } }),
    ...(signal && { signal }),
  };
}

export interface ContentSource {
  /** Without user and password, whatever DATA_REPOSITORY holds. */
  url: string;
  /** Absent: whichever branch the remote calls its own. */
  branch?: string;
  /** Settings of git that carry the token, for this host alone. */
  config: Record<string, string>;
}

/**
 * Where the content comes from: `DATA_REPOSITORY`, `GITHUB_BRANCH`, `GH_TOKEN`.
 *
 * @throws Error where DATA_REPOSITORY is missing.
 */
export function readContentSource(environment: Record<string, string | undefined> = process.env): ContentSource {
  const repository = environment.DATA_REPOSITORY?.trim();
  if (!repository) {
    throw new Error('DATA_REPOSITORY is not set. Put the address of the content repository into .env.local.');
  }
  const branch = environment.GITHUB_BRANCH?.trim() || undefined;
  if (!/^https?:\/\//i.test(repository)) return { url: repository, branch, config: {} };

  const address = new URL(repository);
  const inAddress = decodeURIComponent(address.password || address.username);
  const token = environment.GH_TOKEN?.trim() || inAddress;
  address.username = '';
  address.password = '';
  const config: Record<string, string> = {};
  // A token never leaves in the clear.
  if (token && address.protocol === 'https:') {
    const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
    config[`http.${address.origin}/.extraHeader`] = `Authorization: Basic ${credentials}`;
  }
  return { url: address.href, branch, config };
}

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
  const credentials = credentialsOf(address, environment.GH_TOKEN?.trim());
  address.username = '';
  address.password = '';
  const config: Record<string, string> = {};
  // A token never leaves in the clear.
  if (credentials && address.protocol === 'https:') {
    const encoded = Buffer.from(credentials).toString('base64');
    config[`http.${address.origin}/.extraHeader`] = `Authorization: Basic ${encoded}`;
  }
  return { url: address.href, branch, config };
}

/** `user:password` of HTTP's basic sign-in. GitHub takes a token as the password of any user. */
function credentialsOf({ username, password }: URL, token: string | undefined): string | null {
  if (token) return `x-access-token:${token}`;
  if (!username && !password) return null;
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  return secret ? `${user}:${secret}` : `x-access-token:${user}`;
}

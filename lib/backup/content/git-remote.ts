import { isAbsolute, resolve } from 'node:path';
import { failure } from '../kernel/app-error';
import type { CommitSha } from './commit-sha';
import type { GitAnswer } from './git-cli';
import type { GitSettings } from './git-environment';
import type { Git } from './git-repository';
import { publicRemote } from './public-remote';

/** The remote that the content's branch belongs to. Its own helpers, programs and refspecs in the configuration are not used. */
export interface Remote {
  name: string;
  /** Without sign-in data. */
  address: string;
  /** Brings `refs/remotes/<name>/*` up to date, prunes what is gone. Throws AppFailure as below. */
  fetch(options?: { depth?: 'all' }): Promise<void>;
  /** Moves a branch of the remote forward to `sha`; never by force. Throws AppFailure as below. */
  push(sha: CommitSha, branch: string): Promise<PushOutcome>;
  /** Branch heads of the remote as it says now, by branch name. Throws AppFailure as below. */
  heads(): Promise<Map<string, string>>;
}

/** `behind`: the branch has moved on over there. `refused`: the remote does not want it, whoever asks. */
export type PushOutcome = 'pushed' | 'behind' | 'refused';

interface Address {
  /** Without sign-in data: arguments of a process can be read by anyone on the machine. */
  url: string;
  protocol: string;
  settings: GitSettings;
}

/** `host:path`. Two colons name a program that git would run as the transport: never one of these. */
const OVER_SSH = /^(?:[^/@:]+@)?[^/:@]+:(?!\/\/|:)/;

/**
 * The remote of `branch`, else `origin`, else the first. Null where none is configured.
 * Its methods throw STORAGE_DOWN (no answer), FORBIDDEN (it does not let us in), UNSUPPORTED (a protocol that is not
 * spoken here: only https, ssh, and file for a repository on this machine), CANCELLED.
 */
export async function openRemote(git: Git, branch: string | null): Promise<Remote | null> {
  const settings = parseSettings(
    await git.read('config', '-z', '--get-regexp', '^(remote\\..*\\.url|branch\\..*\\.remote)$'),
  );
  const names = [...settings.keys()].flatMap((key) => /^remote\.(.*)\.url$/s.exec(key)?.[1] ?? []);
  const upstream = branch && settings.get(`branch.${branch}.remote`);
  const name = names.find((known) => known === upstream) ?? names.find((known) => known === 'origin') ?? names[0];
  const configured = name === undefined ? undefined : settings.get(`remote.${name}.url`);
  if (name === undefined || configured === undefined) return null;

  const speak = async (command: (url: string) => string[]): Promise<GitAnswer> => {
    const { url, protocol, settings: signIn } = readAddress(git, configured);
    const answer = await git.speak(command(url), protocol, signIn);
    if (answer.ended === 'cancelled') throw failure('CANCELLED', 'The work on the content was cancelled.');
    return answer;
  };
  return {
    name,
    address: publicRemote(configured),
    fetch: async ({ depth } = {}) => {
      const refspec = `+refs/heads/*:refs/remotes/${name}/*`;
      const words = ['fetch', '--no-tags', '--prune', '--no-recurse-submodules', '--no-auto-maintenance'];
      const answer = await speak((url) => [...words, ...(depth ? ['--unshallow'] : []), '--', url, refspec]);
      if (answer.code !== 0) throw noAnswer(answer);
    },
    push: async (sha, target) => {
      const words = ['push', '--porcelain', '--no-verify', '--no-follow-tags', '--no-recurse-submodules'];
      const answer = await speak((url) => [...words, '--', url, `${sha}:refs/heads/${target}`]);
      if (answer.code === 0) return 'pushed';
      const line = /^!\t[^\t]*\t(.*)$/m.exec(answer.stdout.toString('utf8'))?.[1];
      if (line === undefined) throw noAnswer(answer);
      return /\((?:fetch first|non-fast-forward|stale info|cannot lock ref|failed to update ref|incorrect old value)/.test(
        line,
      )
        ? 'behind'
        : 'refused';
    },
    heads: async () => {
      const answer = await speak((url) => ['ls-remote', '--heads', '--', url]);
      if (answer.code !== 0) throw noAnswer(answer);
      const rows = answer.stdout.toString('utf8').split('\n').filter(Boolean);
      return new Map(rows.map((row) => [row.slice(41).replace(/^refs\/heads\//, ''), row.slice(0, 40)]));
    },
  };
}

function readAddress(git: Git, configured: string): Address {
  if (OVER_SSH.test(configured)) return { url: configured, protocol: 'ssh', settings: [] };
  if (/^[a-z0-9+.-]+:/i.test(configured)) return readUrl(git, configured);
  return { url: isAbsolute(configured) ? configured : resolve(git.root, configured), protocol: 'file', settings: [] };
}

function readUrl(git: Git, configured: string): Address {
  const url = URL.canParse(configured) ? new URL(configured) : null;
  const protocol = url?.protocol.slice(0, -1);
  if (url && protocol === 'file') return { url: url.href, protocol, settings: [] };
  if (url && protocol === 'ssh') return { url: configured, protocol, settings: [] };
  // Plain HTTP only where nobody can listen: on this machine.
  const isHere = url?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (!url || !protocol || !(protocol === 'https' || isHere)) {
    throw failure('UNSUPPORTED', 'The content remote is of a kind that is not used here.', {
      hint: 'Give the remote an address that begins with https:// or ssh://.',
    });
  }
  const credentials = credentialsOf(git, url);
  url.username = '';
  url.password = '';
  const header = `Authorization: Basic ${Buffer.from(credentials ?? '').toString('base64')}`;
  // The origin limits it: where the remote redirects elsewhere, or a rewriting rule leads elsewhere, it is not sent.
  return { url: url.href, protocol, settings: credentials ? [[`http.${url.origin}/.extraHeader`, header]] : [] };
}

/** `user:password`. GitHub takes a token as the password of any user. */
function credentialsOf(git: Git, { username, password, origin }: URL): string | null {
  const { token } = git.options;
  if (token?.origins.includes(origin)) return `x-access-token:${token.value}`;
  if (!username && !password) return null;
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  return secret ? `${user}:${secret}` : `x-access-token:${user}`;
}

function noAnswer(answer: GitAnswer): Error {
  const cause = new Error(`git ended with ${answer.code ?? answer.ended}: ${answer.stderr}`);
  if (
    /authentication failed|could not read (?:username|password)|permission denied|403|401|access denied/i.test(
      answer.stderr,
    )
  ) {
    return failure('FORBIDDEN', 'The content remote does not let this server in.', {
      hint: 'Check GH_TOKEN, or the key that this server uses: it may have expired, or may not write.',
      cause,
    });
  }
  return failure('STORAGE_DOWN', 'The content remote did not answer.', {
    hint: 'Try again in a moment. If it stays like this, check the network of this server and the address of the remote.',
    cause,
  });
}

/** With -z git writes `key`, a line end, `value`, NUL. Of several values the last counts. */
function parseSettings(text: string | null): Map<string, string> {
  const entries = (text ?? '').split('\0').filter(Boolean);
  return new Map(
    entries.map((entry) => {
      const end = entry.indexOf('\n');
      return end < 0 ? [entry, ''] : [entry.slice(0, end), entry.slice(end + 1)];
    }),
  );
}

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkSha } from '@/lib/backup/content/commit-sha';
import { openRemote, type Remote } from '@/lib/backup/content/git-remote';
import { type GitOptions, openGit } from '@/lib/backup/content/git-repository';
import { attempt, unwrap } from '@/lib/backup/kernel/result';
import { fetchContent } from '@/lib/backup/use-cases/fetch-content';
import { type ContentModule, openContentModule } from './content-module';

let content: ContentModule;
let bare: string;
let server: Server | undefined;

beforeEach(async () => {
  content = await openContentModule();
  bare = path.join(content.shop.root, 'remote.git');
  content.site.write('a.yml', 'a: 1\n');
  content.site.commit('First');
  content.site.git('init', '-q', '--bare', '--initial-branch=main', bare);
  content.site.git('remote', 'add', 'origin', bare);
  content.site.git('push', '-q', '-u', 'origin', 'main');
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
  await content.close();
});

async function remoteOf(options: GitOptions = {}): Promise<Remote> {
  const git = unwrap(await openGit(content.site.path, { pathVariable: process.env.PATH ?? '', ...options }));
  const remote = await openRemote(git, 'main');
  if (!remote) throw new Error('No remote.');
  return remote;
}

const code = async (work: () => Promise<unknown>) => {
  const result = await attempt(work);
  return result.ok ? 'ok' : result.error.code;
};

function commitElsewhere(): string {
  const clone = path.join(content.shop.root, 'clone');
  execFileSync('git', ['clone', '-q', bare, clone], { stdio: 'ignore' });
  const person = ['-c', 'user.name=B', '-c', 'user.email=b@example.com'];
  const git = (...words: string[]) =>
    execFileSync('git', [...person, ...words], { cwd: clone, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  writeFileSync(path.join(clone, 'b.yml'), 'b: 1\n');
  git('add', '--all');
  git('commit', '-q', '-m', 'Elsewhere');
  git('push', '-q', 'origin', 'main');
  return git('rev-parse', 'HEAD').trim();
}

test('fetches, pushes forward, and never by force', async () => {
  const remote = await remoteOf();
  const theirs = commitElsewhere();
  await remote.fetch();
  expect(content.site.git('rev-parse', 'refs/remotes/origin/main')).toBe(theirs);
  content.site.write('c.yml', 'c: 1\n');
  const ours = checkSha(content.site.commit('Ours'));
  expect(await remote.push(ours, 'main')).toBe('behind');
  expect((await remote.heads()).get('main')).toBe(theirs);
  content.site.git('merge', '-q', '-m', 'Merge', 'origin/main');
  expect(await remote.push(checkSha(content.site.git('rev-parse', 'HEAD')), 'main')).toBe('pushed');
});

test('a remote that does not want it is told from one that has moved', async () => {
  writeFileSync(path.join(bare, 'hooks/pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
  content.site.write('c.yml', 'c: 1\n');
  const sha = checkSha(content.site.commit('Ours'));
  expect(await (await remoteOf()).push(sha, 'main')).toBe('refused');
});

test('"Get them" changes no file and tells how far behind', async () => {
  commitElsewhere();
  const status = unwrap(await fetchContent(content.context));
  expect(status).toMatchObject({ behind: 1, ahead: 0 });
  expect(readdirSync(content.site.path).sort()).toEqual(['.git', 'a.yml']);
});

test.each([
  ['ext::sh -c touch% PWNED', 'UNSUPPORTED'],
  ['EXT::sh -c x', 'UNSUPPORTED'],
  ['fd::17', 'UNSUPPORTED'],
  ['git://example.invalid/x.git', 'UNSUPPORTED'],
  ['http://example.invalid/x.git', 'UNSUPPORTED'],
  ['ftp://example.invalid/x.git', 'UNSUPPORTED'],
  ['transport::address', 'UNSUPPORTED'],
  ['/nowhere/at/all.git', 'STORAGE_DOWN'],
  ['--upload-pack=touch PWNED', 'STORAGE_DOWN'],
  ['ssh://-oProxyCommand=touch%20PWNED/x', 'STORAGE_DOWN'],
  ['-oProxyCommand=touch PWNED:x', 'STORAGE_DOWN'],
])('%s: %s', async (address, expected) => {
  content.site.git('config', 'remote.origin.url', address);
  const remote = await remoteOf();
  for (const work of [() => remote.fetch(), () => remote.heads()]) expect(await code(work)).toBe(expected);
  expect([...readdirSync(content.shop.root), ...readdirSync(content.site.path)]).not.toContain('PWNED');
});

/** Answers as a remote that wants a sign-in, and notes what it was sent. */
async function listen(): Promise<{ origin: string; seen: string[] }> {
  const seen: string[] = [];
  server = createServer((request, response) => {
    seen.push(request.headers.authorization ?? 'nothing');
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"', connection: 'close' }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

test('the token goes to the origins it is for, and to no other', async () => {
  const { origin, seen } = await listen();
  content.site.git('config', 'remote.origin.url', `${origin}/x.git`);
  const token = { value: 'ghp_canary', origins: [origin] };
  expect(await code(async () => (await remoteOf({ token })).fetch())).toBe('FORBIDDEN');
  expect(new Set(seen)).toEqual(new Set([basic('x-access-token:ghp_canary')]));
  seen.length = 0;
  const other = { value: 'ghp_canary', origins: ['https://github.com'] };
  expect(await code(async () => (await remoteOf({ token: other })).fetch())).toBe('FORBIDDEN');
  expect(new Set(seen)).toEqual(new Set(['nothing']));
});

test('a rule that leads elsewhere does not take the token along', async () => {
  const { origin, seen } = await listen();
  content.site.git('config', 'remote.origin.url', 'https://github.com/x.git');
  content.site.git('config', `url.${origin}/.insteadOf`, 'https://github.com/');
  const token = { value: 'ghp_canary', origins: ['https://github.com'] };
  expect(await code(async () => (await remoteOf({ token })).fetch())).not.toBe('ok');
  expect(seen).toEqual([]);
});

test('sign-in data of the address is sent, and stands in no argument', async () => {
  const { origin, seen } = await listen();
  // Stands before git on the way, and notes with which words git is called.
  const [tools, calls] = [path.join(content.shop.root, 'tools'), path.join(content.shop.root, 'calls')];
  mkdirSync(tools);
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  writeFileSync(path.join(tools, 'git'), `#!/bin/sh\necho "$@" >> "${calls}"\nexec "${real}" "$@"\n`, { mode: 0o755 });
  const pathVariable = `${tools}${path.delimiter}${process.env.PATH ?? ''}`;
  content.site.git('config', 'remote.origin.url', `${origin.replace('//', '//jane:s%40cret-canary@')}/x.git`);
  const result = await attempt(async () => (await remoteOf({ pathVariable })).fetch());
  expect(seen).toContain(basic('jane:s@cret-canary'));
  const words = readFileSync(calls, 'utf8');
  expect(words).toContain(`fetch `);
  expect(words).toContain(origin);
  expect(words).not.toContain('canary');
  expect(JSON.stringify(result)).not.toContain('canary');
});

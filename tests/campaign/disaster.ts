import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import postgres from 'postgres';
import { sitePlace } from '../../scripts/demo/demo-place';
import { createSecrets, siteEnvironment } from '../../scripts/demo/site-environment';
import { freePort } from '../../scripts/embedded-postgres-port';
import { OFFICE, OWNER } from '../support/age-keys';
import { contentOf } from '../support/database-content';
import { followRunbook, readRunbook } from '../support/follow-runbook';
import { s3ClientOf } from '../support/s3-client';
import { missingS3Programs, startS3Server } from '../support/s3-server';
import { startTestPostgres } from '../support/test-cluster';
import { signIn } from './sign-in';

const run = promisify(execFile);
/** A restore settles these, so they are no part of what must be equal. */
const SETTLED = { without: ['sessions', 'passwordResetTokens', 'verificationTokens', 'seed_status'] };
const BUCKET = 'the-last-copy';

/** A copy of this project as it is committed, with the packages and the build of this folder. */
async function checkout(folder: string): Promise<void> {
  await run('git', ['clone', '-q', '--no-hardlinks', process.cwd(), folder]);
  await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  await cp('.next', path.join(folder, '.next'), { recursive: true });
}

type Environment = Record<string, string>;

const program = (folder: string, words: string[], env: Environment) =>
  run(process.execPath, ['--import', 'tsx', ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'production', ...env },
    maxBuffer: 64 * 1024 * 1024,
  });

async function terminal(folder: string, words: string[], env: Environment) {
  const { stdout } = await program(folder, ['scripts/backup.ts', ...words, '--json'], env);
  return JSON.parse(stdout).data;
}

/** What an admin would miss: every row, the content, the history and the audit. */
async function stateOf(folder: string, env: Environment) {
  const git = (words: string[]) => run('git', ['-C', env.CONTENT_PATH ?? '', ...words]).then(({ stdout }) => stdout);
  const { events } = await terminal(folder, ['audit', 'list', '--limit', '500'], env);
  const backups = await terminal(folder, ['list'], env);
  return {
    rows: await contentOf({ url: env.DATABASE_URL ?? '' }, SETTLED),
    head: (await git(['rev-parse', 'HEAD'])).trim(),
    tree: (await git(['rev-parse', 'HEAD^{tree}'])).trim(),
    backups: backups.map(({ id }: { id: string }) => id),
    acts: events.map(({ hash }: { hash: string }) => hash),
  };
}

/** What is kept elsewhere by name: nothing else is known on the new machine. */
function valuesOf(names: readonly string[], kept: Environment): Environment {
  return Object.fromEntries(names.flatMap((name) => (kept[name] === undefined ? [] : [[name, kept[name]] as const])));
}

/**
 * The worst day: a site with encrypted backups in a bucket loses its database, its folder and its content. Its runbook,
 * one HTML file, is all that is left, with the values of the variables that it names; its commands, run in order in an
 * empty folder, bring everything back. Then the remote of the content is lost too, and the backup gives that back as well.
 */
export async function runCampaign(): Promise<string> {
  const missing = missingS3Programs();
  if (missing) return `disaster: not run, ${missing}`;
  const home = await mkdtemp(path.join(tmpdir(), 'disaster-'));
  const undo: (() => unknown)[] = [() => rm(home, { recursive: true, force: true })];
  try {
    const s3 = await startS3Server(path.join(home, 's3'), process.pid);
    await s3ClientOf(s3).send(new CreateBucketCommand({ Bucket: BUCKET }));
    const server = await startTestPostgres(18);
    undo.push(() => server.stop());
    const identity = path.join(home, 'identity');
    await writeFile(identity, `${OWNER.identity}\n`, { mode: 0o600 });
    const secrets = createSecrets();
    const credentials: Environment = {
      BACKUP_STORAGE: `s3://${BUCKET}/backups?endpoint=${s3.endpoint}&region=us-east-1&pathStyle=true`,
      BACKUP_S3_ACCESS_KEY_ID: s3.accessKeyId,
      BACKUP_S3_SECRET_ACCESS_KEY: s3.secretAccessKey,
      AUTH_SECRET: secrets.AUTH_SECRET,
    };

    const first = path.join(home, 'site');
    await checkout(first);
    const place = sitePlace(path.join(home, 'place'));
    const remote = path.join(home, 'content-remote.git');
    const before: Environment = {
      ...siteEnvironment(place, server.url('disaster_site'), secrets),
      ...credentials,
      DATA_REPOSITORY: remote,
      BACKUP_IDENTITY_FILE: identity,
      BACKUP_ENCRYPT_TO: `${OWNER.recipient} ${OFFICE.recipient}`,
    };
    await program(first, ['scripts/demo/prepare-site.ts'], before);
    await terminal(first, ['create', '--note', 'the first'], before);
    const sql = postgres(server.url('disaster_site'), { max: 1, onnotice: () => undefined });
    await sql`insert into users (id, email) values ('latecomer', 'late@example.com')`;
    await sql.end();
    await terminal(first, ['create', '--verify', '--note', 'the last before the fire'], before);
    const file = path.join(home, 'runbook.html');
    await terminal(first, ['runbook', '--for', 'server', '--out', file], before);
    const lost = await stateOf(first, before);

    const admin = postgres(server.url('postgres'), { max: 1, onnotice: () => undefined });
    await admin`drop database disaster_site with (force)`;
    await admin.end();
    await rm(first, { recursive: true });
    await rm(place.home, { recursive: true });

    const began = performance.now();
    const { commands, names } = await readRunbook(file);
    const port = await freePort();
    const machine = path.join(home, 'machine');
    const followed = await followRunbook(machine, commands, {
      ...valuesOf(names, before),
      PORT: String(port),
      PACKAGES: path.resolve('node_modules'),
      BUILD: path.resolve('.next'),
    });
    undo.push(() => followed.stop());
    const again = path.join(machine, 'site');
    const after: Environment = { ...valuesOf(names, before), CONTENT_PATH: path.join(again, '.content') };
    await signIn({ baseUrl: `http://localhost:${port}`, environment: before });
    const signedIn = performance.now();
    const found = await stateOf(again, after);
    const verdict = await terminal(again, ['audit', 'verify'], after);
    await rm(after.CONTENT_PATH ?? '', { recursive: true });
    await rm(remote, { recursive: true });
    await terminal(again, ['content', 'restore', '--all', '--backup', 'latest'], after);
    const bundled = await stateOf(again, after);

    const seconds = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
    const { steps } = followed;
    const taken = Object.entries(steps).map(([step, took]) => `${step}: ${(took / 1000).toFixed(1)} s`);
    const line = `disaster: by the ${commands.length - 1} steps of the runbook ${lost.backups.length} recovery points found again, ${lost.rows.split('\n').length} tables and sequences, content and ${lost.acts.length} audit events equal; ${seconds(began, signedIn)} s from nothing to a signed-in admin (${taken.join(', ')}; packages and build were there)`;
    const faults = [
      found.rows === lost.rows ? '' : 'rows differ',
      found.head === lost.head ? '' : 'the content stands at another commit',
      found.tree === lost.tree ? '' : 'the content differs',
      bundled.head === lost.head && bundled.tree === lost.tree ? '' : 'the content out of the backup differs',
      lost.backups.every((id: string) => found.backups.includes(id)) ? '' : 'the history is not complete',
      lost.acts.every((hash: string) => found.acts.includes(hash)) ? '' : 'the audit is not complete',
      verdict.status === 'intact' ? '' : 'the audit does not hold',
    ].filter(Boolean);
    if (faults.length > 0) throw new Error(`${line}\n${faults.join('\n')}\n${followed.output}`);
    return line;
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

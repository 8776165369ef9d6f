import { rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbeddedPostgres } from '../embedded-postgres';
import { reachableDirectory, serverAccount } from '../embedded-postgres-account';
import { buildSite } from './build-site';
import { choosePort } from './choose-port';
import { lockDemo } from './demo-lock';
import { sitePlace } from './demo-place';
import { makeFirstBackup } from './first-backup';
import { endPrograms, runProgram } from './run-program';
import { keptSecrets, siteEnvironment } from './site-environment';
import { startSite } from './start-site';

const started = Date.now();
const place = sitePlace('.demo');
const postgresDirectory = path.join(place.home, 'postgres');
/** What has to be undone at the end, last first. */
const undo: (() => void | Promise<void>)[] = [];
let stopping: Promise<void> | undefined;

function stopAll(): Promise<void> {
  stopping ??= (async () => {
    endPrograms();
    for (const step of undo.reverse()) await step();
  })();
  return stopping;
}

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (stopping) return new Promise<T>(() => {});
  const from = Date.now();
  console.log(`${name} …`);
  const value = await work();
  console.log(`${name}: ${((Date.now() - from) / 1000).toFixed(1)} s`);
  return value;
}

async function startDatabase(): Promise<string> {
  if (process.env.DATABASE_URL) {
    console.log('DATABASE_URL is set: the demo uses that database.');
    return process.env.DATABASE_URL;
  }
  const server = await step('PostgreSQL 18', () => startEmbeddedPostgres({ major: 18, directory: postgresDirectory }));
  undo.push(() => server.stop());
  if (server.home !== postgresDirectory) {
    console.log(`This folder is closed to PostgreSQL's account; its data is in ${server.home}.`);
  }
  return server.url('ever_works_demo');
}

async function runDemo(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string' }, reset: { type: 'boolean' } } });
  const wantedPort = values.port === undefined ? undefined : Number(values.port);
  if (wantedPort !== undefined && !(Number.isInteger(wantedPort) && wantedPort > 0 && wantedPort < 65_536)) {
    throw new Error(`--port takes a number from 1 to 65535, not ${values.port}.`);
  }
  undo.push(lockDemo(place.home));
  const secrets = await prepareHome(values.reset ?? false);
  const port = await choosePort(wantedPort);
  const databaseUrl = await startDatabase();
  const env = siteEnvironment(place, databaseUrl, secrets);
  await step('Database and content', async () => {
    const { code } = await runProgram('scripts/demo/prepare-site.ts', [], { env, output: 'show' });
    if (code !== 0) throw new Error('Database or content could not be prepared. The lines above say why.');
  });
  await step('Production build', () => buildSite({ force: false }));
  const backup = await step('First backup', () => makeFirstBackup(place.backupDirectory, env));
  const logFile = path.join(place.home, 'site.log');
  const site = await step('Site', () => startSite({ env, logFile, port }));
  undo.push(() => site.stop());
  console.log(signInBlock(site.baseUrl, secrets.SEED_ADMIN_EMAIL, secrets.SEED_ADMIN_PASSWORD, backup));
  await site.ended;
  if (!stopping) throw new Error(`The site ended by itself. ${logFile} says why.`);
}

async function prepareHome(reset: boolean) {
  if (reset) {
    const standIn = reachableDirectory(serverAccount(), postgresDirectory);
    for (const old of [standIn, postgresDirectory, place.contentPath, place.remotePath, place.backupDirectory]) {
      rmSync(old, { recursive: true, force: true });
    }
    rmSync(path.join(place.home, 'env'), { force: true });
  }
  return keptSecrets(path.join(place.home, 'env'));
}

function signInBlock(baseUrl: string, email: string, password: string, backup: string): string {
  return [
    '',
    `Ready after ${((Date.now() - started) / 1000).toFixed(1)} s. ${backup}`,
    '',
    `  Address    ${baseUrl}`,
    `  Backups    ${baseUrl}/admin/backups`,
    `  E-mail     ${email}`,
    `  Password   ${password}`,
    '',
    'Ctrl-C stops everything. Data stays in .demo; npm run demo -- --reset starts over.',
    '',
  ].join('\n');
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => void stopAll().then(() => process.exit(0)));
}
// The launcher died without a word: nobody is there to press Ctrl-C.
process.on('disconnect', () => void stopAll().then(() => process.exit(1)));

try {
  await runDemo();
} catch (error) {
  const asked = stopping !== undefined;
  if (!asked) console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  await stopAll();
  process.exit(asked ? 0 : 1);
}
await stopAll();
process.exit(0);

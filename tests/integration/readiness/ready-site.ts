import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { vi } from 'vitest';
import { unwrap } from '@/lib/backup/kernel/result';
import { readAsked } from '@/lib/backup/runs/watchers';
import { getReadiness } from '@/lib/backup/use-cases/get-readiness';
import { noteWatcher } from '@/lib/backup/use-cases/note-watcher';
import { reachDatabase } from '@/lib/backup/use-cases/reach-database';
import { signOff } from '@/lib/backup/use-cases/sign-off';
import type { ReadinessItem, ReadinessView } from '@/lib/backup/views';
import { byTest, openModule, type TestModule } from '../../support/backup-module';
import { startGcsStandIn } from '../../support/gcs-server';
import { siteDatabase, type TestDatabase } from '../../support/postgres';
import { tick } from '../../support/ticking';
import { type ContentRepository, workshop } from '../content/content-repository';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

export interface ReadySite {
  database: TestDatabase;
  root: string;
  /** Of a bucket that is not the copies' own: nothing is in it. */
  emptyBucket: string;
  module: TestModule;
  content: ContentRepository;
  /** How far the clock of the module is ahead. Milliseconds. */
  shift(milliseconds: number): void;
  /** The same site started with another environment: nothing of the first process is left. */
  restarted<T>(environment: Record<string, string>, look: (module: TestModule) => Promise<T>, url?: string): Promise<T>;
  /** The health address of the site; `answer` null: nobody listens any more. */
  health(answer: { type: string; status: number } | null): Promise<void>;
  close(): Promise<void>;
}

const SECRET = 'a cron secret that is long enough for it';

/** A site of which every point of the list holds: backed up by its schedule, copied, restored, pushed, watched, signed off. */
export async function openReadySite(): Promise<ReadySite> {
  const database = await siteDatabase();
  const root = await mkdtemp(path.join(tmpdir(), 'ready-site-'));
  const shop = workshop();
  const content = shop.repository();
  content.write('data/one/one.yml', 'name: One\n');
  content.commit('First');
  content.git('clone', '--quiet', '--bare', content.path, path.join(shop.root, 'remote.git'));
  content.git('remote', 'add', 'origin', path.join(shop.root, 'remote.git'));
  content.git('push', '--quiet', '-u', 'origin', 'main');
  const bucket = await startGcsStandIn();
  let ahead = 0;
  let server: Server | null = null;
  let says = { type: 'application/json', status: 200 };
  const listen = async (port: number) => {
    const opened = createServer((_, response) => {
      response.writeHead(says.status, { 'content-type': says.type, connection: 'close' });
      response.end('{}');
    });
    server = opened;
    await new Promise<void>((resolve) => opened.listen(port, '127.0.0.1', resolve));
    return (opened.address() as AddressInfo).port;
  };
  const port = await listen(0);
  const environment = {
    BACKUP_ENGINE: 'wasm',
    BACKUP_COPIES: `near=${root}/near far=gs://copies/site?endpoint=${bucket.endpoint}`,
    BACKUP_NOTIFY_SITE_URL: `http://127.0.0.1:${port}`,
    DATABASE_URL: database.url,
    CRON_SECRET: SECRET,
    GOOGLE_CLIENT_ID: 'id',
    GOOGLE_CLIENT_SECRET: 'never shown',
  };
  const open = (more: Record<string, string> = {}, url = database.url) =>
    openModule(url, {
      directory: root,
      environment: { ...environment, ...more },
      clock: { now: () => new Date(Date.now() + ahead) },
      host: {
        contentPath: () => content.path,
        environment: () => ({
          required: [['DATABASE_URL']],
          secrets: [],
          signIn: [
            { name: 'Google', variables: ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'] },
            { name: 'GitHub', variables: ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'] },
          ],
        }),
      },
    });
  const module = await open();
  await unwrap(await tick(module.context)).finished;
  noteWatcher(module.context, 'health');
  const db = await reachDatabase(module.context);
  await vi.waitUntil(async () => (await readAsked(db)).health !== null, { timeout: 10_000 });
  for (const item of ['secrets', 'sign-in']) unwrap(await signOff(module.context, { item }, byTest));
  return {
    ...{ database, root, module, content },
    emptyBucket: `gs://empty/nothing?endpoint=${bucket.endpoint}`,
    shift: (milliseconds) => {
      ahead = milliseconds;
    },
    async restarted(more, look, url) {
      const other = await open(more, url);
      try {
        return await look(other);
      } finally {
        await other.close();
      }
    },
    async health(answer) {
      if (answer) says = answer;
      if (answer && !server) await listen(port);
      if (!answer && server) {
        const closing = server;
        server = null;
        await new Promise((resolve) => closing.close(resolve));
      }
    },
    async close() {
      await module.close();
      bucket.stop();
      await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
      await database.drop();
      await rm(root, { recursive: true, force: true });
      shop.remove();
    },
  };
}

/** One load: the codes of what is open, by item. */
export async function openCodes({ context }: TestModule): Promise<Partial<Record<ReadinessItem, string[]>>> {
  const { checks } = await getReadiness(context);
  return Object.fromEntries(
    checks.filter(({ state }) => state !== 'ready').map(({ item, open }) => [item, open.map(({ code }) => code)]),
  );
}

export const findingOf = ({ checks }: ReadinessView, code: string) =>
  checks.flatMap(({ open }) => open).find((finding) => finding.code === code);

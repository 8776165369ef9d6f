import type { Client } from 'pg';
import type { CatalogEntry } from '../catalog/catalog-entry';
import { readBranch } from '../content/apply-publish';
import { openGit } from '../content/git-repository';
import type { BackupContext } from '../context';
import { readSiteState } from '../database/site-state';
import { quoteTable } from '../database/table-name-text';
import { canonicalJson } from '../kernel/canonical-json';
import { sha256Hex } from '../kernel/digest';
import { attempt } from '../kernel/result';
import { proofOf } from '../policy/proof';
import type { RestoreTargetView } from '../views';
import { contentGit } from './content-git';
import type { ReachedTarget } from './reach-target';

/** The state that a plan was made for, part by part, so that an apply can say which part has moved. */
export interface World {
  backup: string;
  database: string;
  structure: string;
  migrations: string;
  /** Numbers of rows in the tables that would be missed most. */
  people: string;
  /** Commit and branch of the content, where it comes along. */
  content: string;
}

const WORLD_WORDS: Readonly<Record<keyof World, string>> = {
  backup: 'the backup',
  database: 'the database',
  structure: 'the tables of the database',
  migrations: 'the migrations',
  people: 'the accounts or subscriptions',
  content: 'the content',
};

const digest = (value: unknown): string => sha256Hex(canonicalJson(value)).slice(0, 16);

/** What an apply must find as the plan left it. A busy site writes all the time: only what matters is looked at. */
export async function readWorld(
  context: BackupContext,
  entry: CatalogEntry,
  { target, withContent }: { target: RestoreTargetView; withContent: boolean },
  { client, liveExists }: Pick<ReachedTarget, 'client' | 'liveExists'>,
): Promise<World> {
  const backup = digest([entry.manifest.signature.value, entry.signatureValid, proofOf(entry) === 'damaged']);
  const content = withContent ? await contentNow(context) : '';
  const untouched = { backup, database: '', structure: '', migrations: '', people: '', content };
  if (target.kind === 'database') return untouched;
  if (!liveExists) return { ...untouched, database: 'absent' };
  const { rows } = await client.query<{ oid: string }>(
    'select oid::text as oid from pg_catalog.pg_database where datname = pg_catalog.current_database()',
  );
  return {
    ...untouched,
    database: digest(rows),
    structure: digest(await columnsOf(client)),
    migrations: digest((await readSiteState(client)).migrations),
    people: target.kind === 'live' ? digest(await preciousCounts(context, client)) : '',
  };
}

/** Where the content stands; why nobody can tell counts as a place too. */
async function contentNow(context: BackupContext): Promise<string> {
  const opened = await openGit(context.host.contentPath(), contentGit(context));
  if (!opened.ok) return opened.error.code;
  const at = await attempt(() => readBranch(opened.value));
  return at.ok ? digest([at.value.head, at.value.branch]) : at.error.code;
}

async function columnsOf(client: Client): Promise<unknown> {
  const { rows } = await client.query<{ columns: string }>(
    `select pg_catalog.md5(pg_catalog.string_agg(
              pg_catalog.format('%I.%I.%I %s', n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)), ','
              order by n.nspname, c.relname, a.attnum)) as columns
     from pg_catalog.pg_attribute a
     join pg_catalog.pg_class c on c.oid = a.attrelid
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
       and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'backup')`,
  );
  return rows;
}

async function preciousCounts(context: BackupContext, client: Client): Promise<string[]> {
  const counts: string[] = [];
  for (const table of context.host.preciousTables()) {
    const name = quoteTable(table);
    const there = await client.query<{ there: boolean }>('select pg_catalog.to_regclass($1) is not null as there', [
      name,
    ]);
    if (!there.rows[0]?.there) continue;
    const { rows } = await client.query<{ count: string }>(`select count(*)::text as count from ${name}`);
    counts.push(`${name} ${rows[0]?.count}`);
  }
  return counts;
}

/** The parts that differ, in words for an admin. */
export const movedParts = (planned: World, now: World): string[] =>
  (Object.keys(WORLD_WORDS) as (keyof World)[]).flatMap((part) =>
    planned[part] === now[part] ? [] : [WORLD_WORDS[part]],
  );

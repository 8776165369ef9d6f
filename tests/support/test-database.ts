import { randomBytes } from 'node:crypto';
import postgres from 'postgres';
import { inject } from 'vitest';
import type { PostgresMajor } from '../../scripts/embedded-postgres';

export type { PostgresMajor } from '../../scripts/embedded-postgres';

export interface TestServer {
  readonly major: PostgresMajor;
  readonly host: '127.0.0.1';
  readonly port: number;
  /** The superuser. */
  readonly user: 'postgres';
  readonly password: string;
  url(database: string): string;
}

export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  readonly server: TestServer;
  /** As the superuser. `params` are bound to $1, $2 …; without them `sql` may hold several statements. */
  query<T>(sql: string, params?: readonly unknown[]): Promise<T[]>;
  /** Ends every session of the database and removes it. Safe to call twice. */
  drop(): Promise<void>;
}

export interface TestRole {
  readonly name: string;
  readonly password: string;
  /** Hands over or removes what the role owns in no database: drop its databases first. */
  drop(): Promise<void>;
}

export function testServer(major: PostgresMajor = 18): TestServer {
  const address = (inject('postgresServers') ?? []).find((server) => server.major === major);
  if (!address)
    throw new Error('No PostgreSQL here: tests/unit runs without servers. Move the test to tests/integration.');
  const { port, password } = address;
  const url = (database: string) =>
    `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
  return { major, host: '127.0.0.1', port, user: 'postgres', password, url };
}

export async function createDatabase(
  options: { major?: PostgresMajor; template?: string; owner?: string } = {},
): Promise<TestDatabase> {
  const server = testServer(options.major);
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = quote(options.template ?? 'template0');
  const owner = options.owner ? ` OWNER ${quote(options.owner)}` : '';
  await onServer(server, `CREATE DATABASE ${quote(name)} TEMPLATE ${template}${owner}`);
  return openDatabase(server, name);
}

/** A database that is there already, also one of a server that a test started for itself. */
export function openDatabase(server: TestServer, name: string): TestDatabase {
  const url = server.url(name);
  const connection = () => postgres(url, { max: 2, idle_timeout: 1, onnotice: () => undefined });
  let client: ReturnType<typeof connection> | undefined;
  return {
    name,
    url,
    server,
    async query<T>(text: string, params?: readonly unknown[]): Promise<T[]> {
      client ??= connection();
      const rows = params ? await client.unsafe(text, params as never[]) : await client.unsafe(text).simple();
      return [...(rows as unknown as T[])];
    },
    async drop() {
      await client?.end({ timeout: 1 });
      client = undefined;
      await onServer(server, `DROP DATABASE IF EXISTS ${quote(name)} WITH (FORCE)`);
    },
  };
}

export async function createRole(
  major: PostgresMajor,
  options: { login?: boolean; superuser?: boolean; createdb?: boolean; password?: string } = {},
): Promise<TestRole> {
  const server = testServer(major);
  const name = `role_${randomBytes(8).toString('hex')}`;
  const password = options.password ?? randomBytes(16).toString('base64url');
  const attributes = [
    options.login === false ? 'NOLOGIN' : 'LOGIN',
    options.superuser ? 'SUPERUSER' : 'NOSUPERUSER',
    options.createdb ? 'CREATEDB' : 'NOCREATEDB',
  ];
  const secret = `'${password.replaceAll("'", "''")}'`;
  await onServer(server, `CREATE ROLE ${quote(name)} ${attributes.join(' ')} PASSWORD ${secret}`);
  return { name, password, drop: () => onServer(server, `DROP ROLE IF EXISTS ${quote(name)}`) };
}

export async function onServer(server: TestServer, statement: string): Promise<void> {
  const client = postgres(server.url('postgres'), { max: 1, onnotice: () => undefined });
  try {
    await client.unsafe(statement).simple();
  } finally {
    await client.end({ timeout: 5 });
  }
}

function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

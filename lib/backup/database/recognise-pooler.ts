import type pg from 'pg';

/** What the driver was told at sign-in. A pooler invents this number; the server's own is its process id. */
export function announcedProcess(client: pg.Client): number | null {
  const value: unknown = Reflect.get(client, 'processID');
  return typeof value === 'number' ? value : null;
}

export async function backendProcess(client: pg.Client): Promise<number | null> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  return rows[0]?.pid ?? null;
}

/** True where something stands between this connection and its server. */
export const isPooled = async (client: pg.Client): Promise<boolean> =>
  announcedProcess(client) !== (await backendProcess(client));

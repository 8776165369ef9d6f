import type { PoolingView, ProviderKey } from '../views';

/** What the address of a database tells: who runs it, and whether a pooler stands before it. No secret is needed for that. */
export interface RecognisedProvider {
  provider: ProviderKey | null;
  /** By the name and the port alone; `null` where they tell nothing. */
  pooling: PoolingView['mode'] | null;
}

interface Address {
  /** Host name, address, or the directory of a Unix socket. */
  host: string;
  port: number;
}

const ends = (host: string, ...suffixes: string[]) =>
  suffixes.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));

const RULES: readonly {
  provider: ProviderKey;
  is: (host: string) => boolean;
  pooling?: (address: Address) => PoolingView['mode'];
}[] = [
  {
    provider: 'supabase',
    is: (host) => ends(host, 'supabase.co', 'supabase.com', 'supabase.net'),
    // Port 6543 is the pooler in transaction mode, on the shared and on the dedicated one; 5432 is session mode or direct.
    pooling: ({ host, port }) =>
      port === 6543 ? 'transaction' : ends(host, 'pooler.supabase.com') ? 'session' : 'direct',
  },
  {
    provider: 'neon',
    is: (host) => ends(host, 'neon.tech', 'neon.build', 'vercel-storage.com'),
    pooling: ({ host }) => (/^[^.]*-pooler(?:\.|$)/.test(host) ? 'transaction' : 'direct'),
  },
  { provider: 'railway', is: (host) => ends(host, 'railway.internal', 'rlwy.net', 'railway.app') },
  {
    provider: 'aws-rds',
    is: (host) => ends(host, 'rds.amazonaws.com', 'rds.amazonaws.com.cn'),
    // RDS Proxy shares sessions, and pins one only where it must.
    pooling: ({ host }) => (/\.proxy-[a-z0-9]+\./.test(host) ? 'transaction' : 'direct'),
  },
  { provider: 'heroku', is: (host) => /^ec2-[\d-]+\.(?:[a-z0-9-]+\.)?compute(?:-1)?\.amazonaws\.com$/.test(host) },
  { provider: 'google-cloud-sql', is: (host) => host.startsWith('/cloudsql/') || ends(host, 'sql.goog') },
  {
    provider: 'azure',
    is: (host) =>
      ends(host, 'postgres.database.azure.com', 'postgres.cosmos.azure.com', 'postgres.database.chinacloudapi.cn'),
    pooling: ({ port }) => (port === 6432 ? 'transaction' : 'direct'),
  },
  {
    provider: 'render',
    // Inside Render a database is known by its bare id.
    is: (host) => ends(host, 'render.com') || /^dpg-[a-z0-9]+-a$/.test(host),
  },
];

/**
 * Names the provider from the host alone. A database behind an own domain, an address or a tunnel is not recognised: then
 * nothing is claimed. Cloud SQL by its public address is such a one.
 */
export function recogniseProvider({ host, port }: Address): RecognisedProvider {
  const name = host.startsWith('/') ? host : host.toLowerCase().replace(/\.$/, '');
  const rule = RULES.find(({ is }) => is(name));
  if (rule) return { provider: rule.provider, pooling: rule.pooling?.({ host: name, port }) ?? null };
  const bouncer = port === 6432 || /(?:^|[.-])(?:pgbouncer|pgcat|pooler)(?:[.-]|$)/.test(name);
  return { provider: null, pooling: bouncer ? 'transaction' : null };
}

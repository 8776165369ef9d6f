import type { DatabaseView } from './state-view';

export type ProviderKey =
  | 'supabase'
  | 'neon'
  | 'railway'
  | 'aws-rds'
  | 'google-cloud-sql'
  | 'azure'
  | 'render'
  | 'heroku';

export interface ProviderFact {
  /** `days`: how far back; 0 for not at all, null for as set or not published. `plan` null: the same in all plans. */
  plans: { plan: string | null; days: number | null; every: 'daily' | 'continuous' | 'as-set' }[];
  /** Going back to any moment: part of what there is, sold extra, or by plan and setting. */
  pointInTime: 'included' | 'add-on' | 'depends';
  /** Whether the provider's own restore writes over this database or makes a new one. */
  restoresInto: 'same' | 'new';
  /** What the provider's backups go with when it is deleted. */
  lostWith: 'project' | 'instance' | 'volume';
  docs: string;
  console: string;
  /** ISO date on which these figures were written down. */
  asOf: string;
}

export interface PoolingView {
  /** `unknown`: a pooler answers, and nothing tells its mode. */
  mode: 'direct' | 'session' | 'transaction' | 'unknown';
  /** By what was found: the name of the host, or a session that is not the one that was announced. */
  by: 'address' | 'session';
}

/** One address in use, without its secret. */
export interface ConnectionView {
  /** Names the environment variable that it comes from. */
  from: 'DATABASE_URL' | 'BACKUP_DATABASE_URL';
  host: string;
  port: number;
  user: string;
  database: string;
  encrypted: boolean;
  pooling: PoolingView;
  provider: ProviderKey | null;
}

export interface SessionView {
  pid: number;
  application: string | null;
  user: string | null;
  client: string | null;
  /** Null where this role may not look at it. */
  state: string | null;
  /** Since when its transaction is open. */
  since: string | null;
  seconds: number;
  /** Tables that it locks against every reader, a dump among them. */
  locks: string[];
}

export interface DatabaseStateView extends DatabaseView {
  major: number;
  /** A table stays locked, so that neither tables nor rows could be counted: see `blocking`. */
  tablesLocked: boolean;
  support: { state: 'supported' | 'ends-soon' | 'ended' | 'unknown'; endsOn: string | null };
  /** The site's own, and the one for dumps where that is another. */
  connections: ConnectionView[];
  pool: {
    /** Most connections of one instance: DB_POOL_SIZE, or its default. */
    size: number;
    /** Sessions of the site's pools on the server, of all instances. */
    open: number;
    active: number;
    /** All sessions of this database, and how many the server allows in all databases together. */
    sessions: number;
    allowed: number;
  };
  extensions: { name: string; version: string }[];
  /** The largest tables, with the rows that two recovery points counted; null where a point does not have the table. */
  growth: {
    from: { id: string; at: string } | null;
    to: { id: string; at: string } | null;
    tables: {
      schema: string;
      name: string;
      bytes: number;
      rowsEstimate: number;
      rowsFrom: number | null;
      rowsTo: number | null;
    }[];
  };
  /** Transactions that are open for longer than a minute, or that lock a table against a dump. */
  blocking: SessionView[];
  /** Prepared transactions hold their locks with nobody there. */
  prepared: { name: string; since: string }[];
  facts: ProviderFact | null;
}

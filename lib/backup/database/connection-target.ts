import type { ConnectionOptions } from 'node:tls';

/** One parsed connection. The password lives here and in child environments only: never print this object. */
export interface ConnectionTarget {
  /** Host name, address, or the directory of a Unix socket (starts with a slash). */
  host: string;
  port: number;
  user: string;
  password: string;
  database: string;
  sslMode: 'disable' | 'prefer' | 'require' | 'verify-ca' | 'verify-full';
  /** false: plain TCP. Otherwise the options for node:tls, verification included. */
  ssl: false | ConnectionOptions;
}

/** A table by its physical, unquoted name, exactly as PostgreSQL stores it. */
export interface TableName {
  schema: string;
  name: string;
}

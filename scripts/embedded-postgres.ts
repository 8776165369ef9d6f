import path from 'node:path';
import { reachableDirectory, serverAccount } from './embedded-postgres-account';
import { findBinaries, type PostgresMajor } from './embedded-postgres-binaries';
import { dataDirectoryOf, initialiseCluster, passwordOf } from './embedded-postgres-cluster';
import { clearLeftover, launch } from './embedded-postgres-process';

export type { PostgresMajor } from './embedded-postgres-binaries';

export interface EmbeddedPostgres {
  readonly major: PostgresMajor;
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: 'postgres';
  readonly password: string;
  /** Where the data really is: below `directory`, or a stand-in when the server's account cannot reach that. */
  readonly home: string;
  url(database: string): string;
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly major: PostgresMajor;
  /** Holds the cluster between runs; created when missing. One server at a time. */
  readonly directory: string;
  readonly settings?: Readonly<Record<string, string>>;
}

/** Starts a server from the npm binaries. It ends with `stop()`, and also when this process dies. */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { major } = options;
  const account = serverAccount();
  const binaries = findBinaries(major, account);
  const home = reachableDirectory(account, path.resolve(options.directory));
  const data = dataDirectoryOf(home);
  await clearLeftover(data);
  await initialiseCluster(home, major, binaries, account);
  const password = passwordOf(home);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const server = await launch({
      postgres: path.join(binaries.directory, 'postgres'),
      data,
      logFile: path.join(home, 'server.log'),
      settings: options.settings ?? {},
      account,
    });
    if (!server) continue;
    const url = (database: string) =>
      `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${server.port}/${encodeURIComponent(database)}`;
    return { major, host: '127.0.0.1', port: server.port, user: 'postgres', password, home, url, stop: server.stop };
  }
  throw new Error('PostgreSQL found no free port in five attempts.');
}

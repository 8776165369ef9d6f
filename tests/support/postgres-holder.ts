import { startEmbeddedPostgres } from '../../scripts/embedded-postgres';

/** Starts a server in the folder given, prints how to reach it and stays until it is killed. */
const server = await startEmbeddedPostgres({ major: 18, directory: process.argv[2] ?? '', settings: { fsync: 'off' } });
console.log(
  JSON.stringify({ home: server.home, port: server.port, password: server.password, url: server.url('postgres') }),
);
setInterval(() => undefined, 60_000);

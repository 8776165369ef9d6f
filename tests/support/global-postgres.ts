import type { TestProject } from 'vitest/node';
import type { PostgresMajor } from '../../scripts/embedded-postgres';
import { removeLeftovers, startTestPostgres } from './test-cluster';

export interface ServerAddress {
  major: PostgresMajor;
  port: number;
  password: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgresServers: ServerAddress[];
  }
}

const majors: PostgresMajor[] = [15, 17, 18];

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await removeLeftovers();
  const started = await Promise.allSettled(majors.map(startTestPostgres));
  const servers = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const stopAll = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) {
    await stopAll();
    throw failed.reason;
  }
  project.provide(
    'postgresServers',
    servers.map(({ major, port, password }) => ({ major, port, password })),
  );
  return stopAll;
}

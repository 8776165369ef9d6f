import { createServer } from 'node:net';
import { freePort } from '../embedded-postgres-port';

/** The wanted port, which must be free; without one 3000, or any free port when 3000 is taken. */
export async function choosePort(wanted: number | undefined): Promise<number> {
  if (await isFree(wanted ?? 3000)) return wanted ?? 3000;
  if (wanted !== undefined) throw new Error(`Port ${wanted} is taken. Choose another one with --port.`);
  return freePort();
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';

export interface CutProxy {
  url: string;
  /** Ends all connections and refuses new ones, as a database that restarts. */
  cut(): void;
  /** Accepts connections and ends them at once, as a pooler without its database. */
  hangUp(): void;
  /** Keeps connections open and lets nothing through, as a network that swallows packets. */
  freeze(): void;
  mend(): void;
  close(): Promise<void>;
}

/** A way to a database that a test can cut. */
export async function cutProxy(databaseUrl: string): Promise<CutProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let state: 'open' | 'hanging-up' | 'frozen' = 'open';
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    if (state === 'hanging-up') return near.destroy();
    keep(near);
    const far = createConnection({ host: target.hostname, port: Number(target.port) });
    keep(far);
    near.on('data', (bytes) => state === 'open' && far.write(bytes)).on('close', () => far.destroy());
    far.on('data', (bytes) => state === 'open' && near.write(bytes)).on('close', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const url = new URL(databaseUrl);
  url.port = String(port);
  const end = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    cut: () => {
      server.close();
      end();
    },
    hangUp: () => {
      state = 'hanging-up';
      end();
    },
    freeze: () => {
      state = 'frozen';
    },
    mend: () => {
      end();
      state = 'open';
      if (!server.listening) server.listen(port, '127.0.0.1');
    },
    close: async () => {
      end();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

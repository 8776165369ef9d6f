import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';

/** What a restore writes into the row of its run in its last transaction, and the message that ends the transaction. */
const NOTE = '"committed": true';
const COMMIT = Buffer.from('Q\0\0\0\x0bCOMMIT\0');
const COMMITTED = 'COMMIT\0';

export interface CommitBreak {
  /** Before the server gets the COMMIT, as soon as it has it, or once it has carried it out and answers. */
  when: 'unsent' | 'sent' | 'unanswered';
  /** The server is away for everybody from then on; else this one connection breaks. */
  away?: boolean;
}

export interface CutProxy {
  url: string;
  /** Ends all connections and refuses new ones, as a database that restarts. */
  cut(): void;
  /** Accepts connections and ends them at once, as a pooler without its database. */
  hangUp(): void;
  /** Keeps connections open and lets nothing through, as a network that swallows packets. */
  freeze(): void;
  /** Breaks the connection of the next restore at its COMMIT. Gives whether that has happened. */
  breakAtCommit(plan: CommitBreak): () => boolean;
  mend(): void;
  close(): Promise<void>;
}

/** A way to a database that a test can cut. */
export async function cutProxy(databaseUrl: string): Promise<CutProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let state: 'open' | 'hanging-up' | 'frozen' = 'open';
  let planned: (CommitBreak & { broken: boolean }) | null = null;
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
    let noted = false;
    let committing: typeof planned = null;
    const breakOff = (at: CommitBreak & { broken: boolean }) => {
      at.broken = true;
      if (at.away) cut();
      else near.destroy();
    };
    near
      .on('close', () => far.destroy())
      .on('data', (bytes) => {
        if (state !== 'open') return;
        noted ||= bytes.includes(NOTE);
        if (planned && noted && bytes.equals(COMMIT)) {
          committing = planned;
          planned = null;
        }
        if (committing?.when === 'unsent') breakOff(committing);
        else far.write(bytes, () => committing?.when === 'sent' && breakOff(committing));
      });
    far
      .on('close', () => near.destroy())
      .on('data', (bytes) => {
        if (state !== 'open') return;
        if (!committing) near.write(bytes);
        else if (bytes.includes(COMMITTED)) breakOff(committing);
      });
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
  const cut = () => {
    server.close();
    end();
  };
  return {
    url: url.href,
    cut,
    breakAtCommit: (plan) => {
      const at = { ...plan, broken: false };
      planned = at;
      return () => at.broken;
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

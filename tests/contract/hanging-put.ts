import { randomBytes } from 'node:crypto';
import type { ObjectStore } from '@/lib/backup/storage/object-store';

/** A process that puts 12 MB, says so on stdout, then never ends its upload: the test kills it. */
const [module = '', factory = '', options = '{}', key = ''] = process.argv.slice(2);
const exports: Record<string, (options: unknown) => ObjectStore | Promise<ObjectStore>> = await import(module);
const store = await exports[factory]?.(JSON.parse(options));

async function* neverEnding(): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < 12; sent += 1) yield randomBytes(1024 * 1024);
  process.stdout.write('sent\n');
  const keepAlive = setInterval(() => {}, 1000);
  await new Promise(() => {});
  clearInterval(keepAlive);
}

await store?.put(key, neverEnding());

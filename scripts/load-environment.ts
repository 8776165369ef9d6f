import { existsSync } from 'node:fs';

/** Reads .env.local, then .env, as Next.js does; what the environment holds already wins. */
export function loadEnvironment(): void {
  for (const file of ['.env.local', '.env']) {
    if (existsSync(file)) process.loadEnvFile(file);
  }
}

import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SitePlace } from './demo-place';

export interface SiteSecrets {
  readonly AUTH_SECRET: string;
  readonly CRON_SECRET: string;
  readonly SEED_ADMIN_EMAIL: string;
  readonly SEED_ADMIN_PASSWORD: string;
}

export function createSecrets(): SiteSecrets {
  return {
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    CRON_SECRET: randomBytes(32).toString('base64url'),
    SEED_ADMIN_EMAIL: 'admin@demo.ever.works',
    SEED_ADMIN_PASSWORD: randomBytes(12).toString('base64url'),
  };
}

/** Secrets of the demo, kept between runs in a file only its owner can read: lines of the form NAME=value. */
export function keptSecrets(file: string): SiteSecrets {
  const fresh = createSecrets();
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    const lines = Object.entries(fresh).map(([name, value]) => `${name}=${value}\n`);
    writeFileSync(file, lines.join(''), { mode: 0o600 });
    return fresh;
  }
  const kept = new Map<string, string>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const split = line.indexOf('=');
    if (split > 0) kept.set(line.slice(0, split), line.slice(split + 1));
  }
  return {
    AUTH_SECRET: kept.get('AUTH_SECRET') ?? fresh.AUTH_SECRET,
    CRON_SECRET: kept.get('CRON_SECRET') ?? fresh.CRON_SECRET,
    SEED_ADMIN_EMAIL: kept.get('SEED_ADMIN_EMAIL') ?? fresh.SEED_ADMIN_EMAIL,
    SEED_ADMIN_PASSWORD: kept.get('SEED_ADMIN_PASSWORD') ?? fresh.SEED_ADMIN_PASSWORD,
  };
}

/** Everything a demo site reads from its environment. The build reads NEXT_PUBLIC_DEMO only. */
export function siteEnvironment(place: SitePlace, databaseUrl: string, secrets: SiteSecrets): Record<string, string> {
  return {
    ...secrets,
    DATABASE_URL: databaseUrl,
    AUTH_TRUST_HOST: 'true',
    NEXT_PUBLIC_DEMO: 'true',
    NEXT_TELEMETRY_DISABLED: '1',
    DATA_REPOSITORY: place.remotePath,
    CONTENT_PATH: place.contentPath,
    BACKUP_LOCAL_DIR: place.backupDirectory,
    SITE_NAME: 'Ever Works Demo',
  };
}

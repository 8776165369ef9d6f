import { afterEach, describe, expect, test, vi } from 'vitest';
import { getDatabaseUrl } from '@/lib/db/drizzle';
import { readSeedSettings } from '@/lib/db/seed-settings';
import { readContentSource } from '../../../scripts/content-source';

afterEach(() => vi.unstubAllEnvs());

test('a missing DATABASE_URL is told when it is needed, not on import', () => {
  vi.stubEnv('DATABASE_URL', '');
  expect(() => getDatabaseUrl()).toThrow(/DATABASE_URL is not set/);
});

describe('readSeedSettings', () => {
  test('a demo and a development site have the template’s admin', () => {
    const admin = { adminEmail: 'admin@demo.ever.works', adminPassword: 'Passw0rd123!' };
    expect(readSeedSettings({ NODE_ENV: 'production', NEXT_PUBLIC_DEMO: 'true' })).toEqual({ demo: true, ...admin });
    expect(readSeedSettings({ NODE_ENV: 'development' })).toEqual({ demo: false, ...admin });
  });

  test('a production site names its own password', () => {
    expect(() => readSeedSettings({ NODE_ENV: 'production' })).toThrow(/SEED_ADMIN_PASSWORD/);
    const settings = {
      NODE_ENV: 'production',
      SEED_ADMIN_EMAIL: 'ops@example.com',
      SEED_ADMIN_PASSWORD: 'long enough',
    };
    expect(readSeedSettings(settings)).toEqual({
      demo: false,
      adminEmail: 'ops@example.com',
      adminPassword: 'long enough',
    });
  });
});

describe('readContentSource', () => {
  test('the token goes to the host of the repository alone, never into the address', () => {
    const source = readContentSource({
      DATA_REPOSITORY: 'https://github.com/ever-works/awesome-mcp-data',
      GITHUB_BRANCH: 'main',
      GH_TOKEN: 'ghp_canary',
    });
    expect(source.url).toBe('https://github.com/ever-works/awesome-mcp-data');
    expect(source.branch).toBe('main');
    expect(Object.keys(source.config)).toEqual(['http.https://github.com/.extraHeader']);
    expect(JSON.stringify(source)).not.toContain('ghp_canary');
  });

  test('credentials in the address are taken out of it', () => {
    const source = readContentSource({ DATA_REPOSITORY: 'https://bot:s%40cret@git.example.com/site.git' });
    expect(source.url).toBe('https://git.example.com/site.git');
    const [header = ''] = Object.values(source.config);
    const encoded = header.replace('Authorization: Basic ', '');
    expect(Buffer.from(encoded, 'base64').toString()).toBe('bot:s@cret');
  });

  test('no token leaves without encryption', () => {
    expect(readContentSource({ DATA_REPOSITORY: 'http://git.local/site.git', GH_TOKEN: 'ghp_canary' }).config).toEqual(
      {},
    );
  });

  test('a missing DATA_REPOSITORY is named', () => {
    expect(() => readContentSource({})).toThrow(/DATA_REPOSITORY is not set/);
  });
});

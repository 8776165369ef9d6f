import type { NextConfig } from 'next';
import { expect, test } from 'vitest';
import { routing } from '@/i18n/routing';

const configFile: string = '../../../next.config.mjs';

async function rewritten(path: string): Promise<boolean> {
  const { default: config }: { default: NextConfig } = await import(configFile);
  const rewrites = await config.rewrites?.();
  if (!rewrites || Array.isArray(rewrites)) throw new Error('The rewrites have another form.');
  return (rewrites.beforeFiles ?? []).some(({ source }) => new RegExp(`^${source.replace(':path', '')}$`).test(path));
}

test.each(['/', '/admin', '/admin/backups/01JDABC', '/france', '/apis', '/unauthorized'])(
  '%s is served in the default language',
  async (path) => expect(await rewritten(path)).toBe(true),
);

test.each([
  ...routing.locales.flatMap((locale) => [`/${locale}`, `/${locale}/admin`]),
  '/api/health',
  '/_next/static/a',
  '/icon.svg',
  '/admin/roles.x',
])('%s is left alone', async (path) => expect(await rewritten(path)).toBe(false));

import { describe, expect, test } from 'vitest';
import { SITE_SLUG_PATTERN, siteSlug } from '@/lib/backup/policy/site-slug';
import { estimateSpace } from '@/lib/backup/policy/space-estimate';

describe('the folder of a site', () => {
  test.each([
    ['MCP Server Directory', 'mcp-server-directory'],
    ['  Café & Crème!  ', 'cafe-creme'],
    ['دليل', 'site'],
    ['../../etc/passwd', 'etc-passwd'],
    ['x'.repeat(90), 'x'.repeat(48)],
  ])('%s → %s', (name, slug) => {
    expect(siteSlug(name)).toBe(slug);
    expect(siteSlug(name)).toMatch(SITE_SLUG_PATTERN);
  });
});

describe('space for the next backup', () => {
  test('is the last size and a quarter, where there was one', () => {
    const need = estimateSpace({ format: 'custom', scope: 'full', databaseBytes: 10 ** 10, previousBytes: 10 ** 9 });
    expect(need).toBe(1.25 * 10 ** 9);
  });

  test('is a share of the database before the first; readable SQL takes more', () => {
    const facts = { scope: 'full', databaseBytes: 10 ** 9, previousBytes: null } as const;
    const compressed = estimateSpace({ ...facts, format: 'sql.gz' });
    expect(estimateSpace({ ...facts, format: 'sql' })).toBeGreaterThan(compressed);
  });

  test('is never nothing', () => {
    expect(estimateSpace({ format: 'sql', scope: 'schema', databaseBytes: 0, previousBytes: null })).toBeGreaterThan(
      10 ** 7,
    );
  });
});

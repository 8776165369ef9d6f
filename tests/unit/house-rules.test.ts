import { describe, expect, it } from 'vitest';
import { findHouseViolations } from '../../scripts/test/house-rules';

const check = (path: string, text = 'export {};\n') => findHouseViolations([{ path, text }]);

describe('house rules', () => {
  it.each([
    'app/[locale]/admin/backups/[id]/page.tsx',
    'app/api/auth/[...nextauth]/route.ts',
    'app/[locale]/(auth)/signin/page.tsx',
    'app/[locale]/admin/backups/_actions/start-backup.ts',
    'lib/backup/host.types.ts',
    'tests/unit/ids.test.ts',
    '.dependency-cruiser.cjs',
    '.ci/run.mjs',
  ])('accepts %s', (path) => {
    expect(check(path)).toEqual([]);
  });

  it.each([
    'lib/backup/Catalog.ts',
    'lib/backup/object_store.ts',
    'lib/backup/date-utils.ts',
    'lib/helpers/dates.ts',
    'lib/backup/backup-manager.ts',
    'lib/run-service.ts',
  ])('refuses the name %s', (path) => {
    expect(check(path)).toHaveLength(1);
  });

  it('refuses a file of 251 lines and accepts one of 250', () => {
    expect(check('lib/a.ts', 'x\n'.repeat(250))).toEqual([]);
    expect(check('lib/a.ts', 'x\n'.repeat(251))).toEqual(['lib/a.ts: 251 lines, at most 250']);
  });

  it('lets only config.ts of the module read the environment', () => {
    expect(check('lib/backup/config.ts', 'process.env.X\n')).toEqual([]);
    expect(check('lib/db/drizzle.ts', 'process.env.X\n')).toEqual([]);
    expect(check('lib/backup/storage/local-store.ts', '\nprocess.env.X\n')[0]).toContain('line 2');
    expect(check('components/admin/backups/page.tsx', 'process.env.X\n')).toHaveLength(1);
  });
});

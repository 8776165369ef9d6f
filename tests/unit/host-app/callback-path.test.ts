import { expect, test } from 'vitest';
import { callbackPath } from '@/lib/auth/callback-path';

test.each(['/admin', '/fr/admin/backups?run=1#log', '/', '/ar/admin/backups/01JD'])('keeps the path %s', (path) => {
  expect(callbackPath(path, '/fallback')).toBe(path);
});

test.each([
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  '/..//evil.example',
  '/./\\evil.example',
  'javascript:alert(1)',
  'admin',
  '',
  null,
  undefined,
  ['/admin'],
  { href: '/admin' },
])('refuses %j', (wanted) => {
  expect(callbackPath(wanted, '/fallback')).toBe('/fallback');
});

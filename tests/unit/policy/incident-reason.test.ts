import { expect, test } from 'vitest';
import { incidentReason } from '@/lib/backup/policy/incident-reason';

const incident = {
  ...{ sha: 'a'.repeat(40), at: '2026-11-24T00:00:00Z', subject: 'x', author: 'Bot', left: null, recovered: false },
  ...{ missing: 0, addedSince: 0, path: null, deleted: 0, total: 0 },
};

test.each([
  ['mass-deletion', { deleted: 6103, total: 8105 }, '6103 of 8105 files were deleted at once.'],
  ['files-dropped', { deleted: 30, total: 40 }, '30 of 40 files are gone since the last recovery point.'],
  ['settings-emptied', { path: 'works.yml' }, 'The settings file “works.yml” was emptied or deleted.'],
  ['settings-unparsable', { path: 'works.yml' }, 'The settings file “works.yml” can no longer be read as YAML.'],
] as const)('%s is told as what it is', (kind, facts, sentence) => {
  expect(incidentReason({ ...incident, ...facts, kind })).toBe(sentence);
});

import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { AuditScreen } from '@/components/admin/backups/audit/audit-screen';
import type { AuditVerdictView } from '@/components/admin/backups/contract';
import { ALL_MESSAGES } from '@/components/admin/backups/messages/all-messages';
import { Shell } from '@/components/admin/backups/shell/shell';
import { plain } from './english';

// The host's navigation needs a running Next.js; a plain anchor stands in for it, as another host would.
vi.mock('@/i18n/navigation', () => ({
  Link: ({ prefetch: _, scroll: __, ...props }: { prefetch?: boolean; scroll?: boolean }) => createElement('a', props),
  usePathname: () => '/admin/backups',
  useRouter: () => ({ push: () => {}, refresh: () => {} }),
}));

const at = '2026-11-20T02:00:00.000Z';
const INTACT: AuditVerdictView = {
  ...{ status: 'intact', events: 1234, mirroredSeq: 1230, mirrors: 20, comparedFrom: 1 },
  ...{ keyChanges: [], rewritten: [], findings: [] },
};
const page = { events: [], nextCursor: null, filter: { act: null, actor: null, from: null, until: null } };

function html(locale: keyof typeof ALL_MESSAGES, verdict: Partial<AuditVerdictView>): string {
  const value = { ...INTACT, ...verdict };
  const screen = createElement(AuditScreen, { page, verdict: { state: 'known', value }, before: null });
  const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
  const props = { locale, messages: { backup: ALL_MESSAGES[locale] }, children: screen };
  const rendered = renderToString(createElement(Shell, props));
  expect(complaints.mock.calls).toEqual([]);
  complaints.mockRestore();
  return plain(rendered);
}

const OWN_WORD = {
  rewritten: [
    { seq: 905, at, from: 801, until: 803 },
    { seq: 906, at, from: 804, until: 804 },
  ],
  keyChanges: [{ seq: 26, at, from: null }],
};

const MANY_CHANGES = Array.from({ length: 20 }, (_, index) => ({ seq: 900 + index, at, from: null }));

it('names ends that were gone and written again, and changes of the key, as the terminal does', () => {
  const said = html('en', OWN_WORD);
  expect(said).toContain('Events 801 to 803 were gone from the storage, and were written to it again.');
  expect(said).toContain('Event 804 was gone from the storage, and was written to it again.');
  expect(said).toContain('The signing key was replaced before event 26.');
  expect(said).toContain(`dateTime="${at}"`);
  expect(said).not.toContain('What is wrong');
});

it('names ends that were gone before changes of the key, and says what it leaves out', () => {
  const said = html('en', { rewritten: [{ seq: 30, at, from: 11, until: 14 }], keyChanges: MANY_CHANGES });
  const [gone, newest] = [said.indexOf('Events 11 to 14 were gone'), said.indexOf('replaced before event 919')];
  expect(gone).toBeGreaterThan(0);
  expect(newest).toBeGreaterThan(gone);
  expect(said).not.toContain('replaced before event 912');
  expect(said).toContain('13 more lines: the command “audit verify” names them all.');
  expect(html('en', OWN_WORD)).not.toContain('more line');
  const findings = Array.from({ length: 9 }, (_, index) => ({ kind: 'changed' as const, seq: index + 1, until: null }));
  expect(html('en', { status: 'tampered', findings })).toContain('1 more line: the command');
});

it('names ends that are gone', () => {
  const said = html('en', { status: 'tampered', findings: [{ kind: 'mirror-missing', seq: 11, until: 14 }] });
  expect(said).toContain('Events 11 to 14: ');
  expect(said).toContain('gone from the storage');
  expect(said).not.toContain('What the audit tells of itself');
});

it('says which ends it left to the terminal', () => {
  expect(html('en', {})).not.toContain('audit verify');
  expect(html('en', { comparedFrom: 812 })).toContain('of the events before 812 is read by the command “audit verify”');
});

describe.each(['en', 'fr', 'ar'] as const)('the audit in %s', (locale) => {
  it.each([
    ['an intact one', {}],
    ['one that tells of itself', OWN_WORD],
    ['one that tells more than it has room for', { rewritten: OWN_WORD.rewritten, keyChanges: MANY_CHANGES }],
    ['one that was tampered with', { status: 'tampered', findings: [{ kind: 'mirror-missing', seq: 1, until: 2 }] }],
  ] as [string, Partial<AuditVerdictView>][])('%s', (_, verdict) => {
    expect(html(locale, verdict)).not.toMatch(/undefined|NaN|Invalid Date|backup\.[a-z]+\.[a-z]/);
  });
});

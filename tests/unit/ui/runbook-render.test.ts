import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import type { RunbookPageView } from '@/components/admin/backups/contract';
import { ALL_MESSAGES } from '@/components/admin/backups/messages/all-messages';
import { RunbookScreen } from '@/components/admin/backups/runbook/runbook-screen';
import { Shell } from '@/components/admin/backups/shell/shell';
import { writeRunbook } from '@/lib/backup/policy/runbook';
import type { RunbookFacts } from '@/lib/backup/policy/runbook-facts';
import type { RunbookLocale } from '@/lib/backup/views';
import { runbookFacts } from '../../support/runbook-fixtures';

// The host's navigation needs a running Next.js; a plain anchor stands in for it, as another host would.
vi.mock('@/i18n/navigation', () => ({
  Link: ({ prefetch: _, scroll: __, ...props }: { prefetch?: boolean; scroll?: boolean }) => createElement('a', props),
  usePathname: () => '/admin/backups/runbook',
  useRouter: () => ({ push: () => {}, refresh: () => {} }),
}));

const states = ['current', 'older', 'changed', 'missing', 'unknown'] as const;
const stored: RunbookPageView['stored'] = states.map((state) => ({
  place: state === 'current' ? 'primary' : state,
  state,
  madeAt: state === 'current' || state === 'older' ? runbookFacts.madeAt : null,
}));

const FACTS: Record<string, RunbookFacts> = {
  proven: runbookFacts,
  'without backups, people and remotes': {
    ...runbookFacts,
    backups: { chosen: null, newer: null },
    kit: [],
    contacts: [],
    content: { remote: null, branch: null, head: null },
    application: { remote: null, head: null },
    measured: [],
  },
  'without a storage': { ...runbookFacts, backups: null, setup: 'docker' },
};

describe.each(Object.entries(ALL_MESSAGES))('the runbook on the page, in %s', (locale, messages) => {
  it.each(Object.entries(FACTS))('%s', (_, facts) => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    const page = { runbook: writeRunbook(facts, locale as RunbookLocale), stored };
    const children = createElement(RunbookScreen, { page });
    const html = renderToString(createElement(Shell, { locale, messages: { backup: messages }, children }));
    expect(complaints.mock.calls).toEqual([]);
    expect(html).not.toMatch(/undefined|NaN|Invalid Date|backup\.[a-z]+\.[a-z]/);
    expect(html.match(/data-step="/g)?.length).toBeGreaterThan(9);
    complaints.mockRestore();
  });
});

it('an altered copy is told as bad, and a place for copies by its own name', () => {
  const page = { runbook: writeRunbook(runbookFacts, 'en'), stored };
  const children = createElement(RunbookScreen, { page });
  const html = renderToString(createElement(Shell, { locale: 'en', messages: { backup: ALL_MESSAGES.en }, children }));
  expect(html).toContain('Altered: do not follow it');
  expect(html).toContain('Main store');
  expect(html).toContain('make a backup now');
});

import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import type { GameDayActions } from '@/components/admin/backups/game-day/game-day-actions';
import { GameDayScreen } from '@/components/admin/backups/game-day/game-day-screen';
import { ALL_MESSAGES } from '@/components/admin/backups/messages/all-messages';
import { Shell } from '@/components/admin/backups/shell/shell';
import type { GameDayPageView } from '@/lib/backup/views';
import { gameDayPage, gameDays } from '../../support/game-day-fixtures';

// The host's navigation needs a running Next.js; a plain anchor stands in for it, as another host would.
vi.mock('@/i18n/navigation', () => ({
  Link: ({ prefetch: _, ...props }: { prefetch?: boolean }) => createElement('a', props),
  usePathname: () => '/admin/backups/game-day',
  useRouter: () => ({ push: () => {}, refresh: () => {} }),
}));

const unused = () => Promise.reject(new Error('Nothing is pressed on the server.'));
const actions: GameDayActions = {
  ...{ startGameDay: unused, rehearseRestore: unused, lookAtGameDay: unused, endGameDay: unused, cancelRun: unused },
};
const silent = { code: 'DATABASE_DOWN', message: 'The database did not answer.', retryable: true } as const;
const unavailable = { state: 'unavailable', error: silent } as const;

const PAGES: Record<string, GameDayPageView> = {
  ...Object.fromEntries(Object.entries(gameDays).map(([name, day]) => [name, gameDayPage(day)])),
  'none going on': gameDayPage(null),
  'none ever': gameDayPage(null, []),
  'no backup': { ...gameDayPage(null, []), choices: { state: 'known', value: [] } },
  'no database': { ...gameDayPage(null), current: unavailable },
  'no storage': { ...gameDayPage(null), choices: unavailable, history: unavailable },
};

const render = (locale: keyof typeof ALL_MESSAGES, page: GameDayPageView): string => {
  const children = createElement(GameDayScreen, { page, actions });
  return renderToString(createElement(Shell, { locale, messages: { backup: ALL_MESSAGES[locale] }, children }));
};

describe.each(['en', 'fr', 'ar'] as const)('on the server, in %s', (locale) => {
  it.each(Object.entries(PAGES))('%s', (_, page) => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    const html = render(locale, page);
    expect(complaints.mock.calls).toEqual([]);
    expect(html).not.toMatch(/undefined|NaN|Invalid Date|backup\.[a-z]+\.[a-z]|gameDay\./);
    expect(html).not.toContain('<b>Lee');
    complaints.mockRestore();
  });
});

const text = (page: GameDayPageView) =>
  render('en', page)
    .replaceAll('<!-- -->', '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ');

it('offers the step that is at hand, and to record only what the software found', () => {
  expect(text(gameDayPage(gameDays.needs))).toContain('Restore beside the live site');
  expect(text(gameDayPage(gameDays.look))).not.toContain('Record it as');
  expect(text(gameDayPage(gameDays.passed))).toContain('Record it as passed');
  expect(text(gameDayPage(gameDays.failed))).toContain('Record it as failed');
  expect(text(gameDayPage(gameDays.again))).toContain('Restore again');
  expect(text(gameDayPage(null))).toContain('Begin the game day');
});

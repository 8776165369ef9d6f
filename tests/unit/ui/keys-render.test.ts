import { createElement, type ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import { BackupScreen } from '@/components/admin/backups/backup/backup-screen';
import type { BackupActions, EncryptionView } from '@/components/admin/backups/contract';
import { CatalogScreen } from '@/components/admin/backups/keys/catalog-screen';
import { KeysSection } from '@/components/admin/backups/keys/keys-section';
import { KitScreen } from '@/components/admin/backups/keys/kit-screen';
import { ALL_MESSAGES } from '@/components/admin/backups/messages/all-messages';
import { Shell } from '@/components/admin/backups/shell/shell';
import { OWNER } from '../../support/age-keys';
import { backup } from '../../support/backup-fixtures';
import { badCheck, encryption, kit, soundCheck } from '../../support/key-fixtures';
import { sampleId } from '../../support/view-fixtures';

// The host's navigation needs a running Next.js; a plain anchor stands in for it, as another host would.
vi.mock('@/i18n/navigation', () => ({
  Link: ({ prefetch: _, scroll: __, ...props }: { prefetch?: boolean; scroll?: boolean }) => createElement('a', props),
  usePathname: () => '/admin/backups',
  useRouter: () => ({ push: () => {}, refresh: () => {} }),
}));

const VERDICTS = {
  sound: 'ok',
  plain: 'plain',
  'no-identity': 'warn',
  'other-identity': 'warn',
  'only-key-here': 'bad',
  'unreadable-identity': 'bad',
  'plain-off-site': 'bad',
} as const satisfies Record<EncryptionView['verdict'], string>;

const away = {
  ...backup,
  proof: 'read-back' as const,
  encryption: { kind: 'age' as const, recipients: [OWNER.recipient], keyHere: false },
};
const SCREENS: Record<string, () => ReactElement> = {
  ...Object.fromEntries(
    Object.keys(VERDICTS).map((verdict) => [
      verdict,
      () => createElement(KeysSection, { encryption: encryption(verdict as EncryptionView['verdict']) }),
    ]),
  ),
  kit: () => createElement(KitScreen, { kit }),
  'kit before the first backup': () => createElement(KitScreen, { kit: { ...kit, backup: null, steps: [], keys: [] } }),
  'a sound check': () => createElement(CatalogScreen, { check: soundCheck }),
  'a check with findings': () => createElement(CatalogScreen, { check: badCheck }),
  'an encrypted backup without its key': () =>
    createElement(BackupScreen, { backup: away, actions: {} as unknown as BackupActions }),
};

const render = (locale: string, messages: (typeof ALL_MESSAGES)['en' | 'fr' | 'ar'], screen: () => ReactElement) => {
  const props = { locale, messages: { backup: messages }, children: screen() };
  return renderToString(createElement(Shell, props));
};

describe.each(Object.entries(ALL_MESSAGES))('keys on the server, in %s', (locale, messages) => {
  it.each(Object.entries(SCREENS))('%s', (_, screen) => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    const html = render(locale, messages, screen);
    expect(complaints.mock.calls).toEqual([]);
    expect(html).not.toMatch(/undefined|NaN|Invalid Date|backup\.[a-z]+\.[a-z]/);
    expect(html).not.toContain('AGE-SECRET-KEY');
    complaints.mockRestore();
  });
});

it.each(Object.entries(VERDICTS))('%s is said as %s', (verdict, tone) => {
  const html = render('en', ALL_MESSAGES.en, SCREENS[verdict] ?? (SCREENS.kit as never));
  expect(html).toContain(`data-k="${tone}"`);
});

it('an encrypted backup that nobody here can open is not shown as proven, and says why', () => {
  const html = render('en', ALL_MESSAGES.en, SCREENS['an encrypted backup without its key'] as never);
  expect(html).toContain('Unproven. This backup is encrypted');
  expect(html).toContain('this server holds no private key');
  expect(html).not.toContain('bk-ok-fill');
});

it('a copy that may still be made is no loss on the page of the check; changed bytes of it are', () => {
  const id = sampleId(7);
  const finding = { key: 'x/data.dump', backupId: id, reason: 'No manifest names it.' };
  const screen = (kind: 'missing' | 'damaged') => () => {
    const [place] = soundCheck.places;
    const places = place ? [{ ...place, findings: [{ ...finding, kind }], arriving: [id] }] : [];
    return createElement(CatalogScreen, { check: { ...soundCheck, sound: false, places } });
  };
  const arriving = render('en', ALL_MESSAGES.en, screen('missing'));
  expect(arriving).toContain('Unfinished copy');
  expect(arriving).not.toContain('bk-bad');
  expect(arriving).not.toContain('No manifest names it.');
  const damaged = render('en', ALL_MESSAGES.en, screen('damaged'));
  expect(damaged).toContain('Damaged');
  expect(damaged).toContain('bk-bad');
  expect(damaged).not.toContain('Unfinished copy');
});

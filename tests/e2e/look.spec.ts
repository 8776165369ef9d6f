import { violations } from './axe';
import { answeredAct, backUp, expect, idle, test } from './site';

/** Light and dark, wide and phone; every language in two of the four, right to left wide and on a phone. */
const LOOKS = [
  { scheme: 'light', name: 'wide', width: 1280, height: 900, locales: ['', '/ar'] },
  { scheme: 'light', name: 'phone', width: 375, height: 812, locales: ['/fr'] },
  { scheme: 'dark', name: 'wide', width: 1280, height: 900, locales: ['/fr'] },
  { scheme: 'dark', name: 'phone', width: 375, height: 812, locales: ['', '/ar'] },
] as const;

const PAGES = [
  ...[
    '',
    '/history',
    '/storage',
    '/storage/check',
    '/storage/kit',
    '/settings',
    '/audit',
    '/readiness',
    '/architecture',
  ],
  ...['/migrations', '/seed', '/database', '/compare', '/reset', '/runbook', '/game-day'],
];

test.describe('every page, in light and dark, wide and on a phone, left to right and right to left', () => {
  let backup = '';

  test.beforeAll(async ({ browser }) => {
    expect(browser.isConnected()).toBe(true);
  });

  for (const { scheme, name, width, height, locales } of LOOKS) {
    test(`${scheme}, ${name}`, async ({ adminPage: page }) => {
      test.setTimeout(180_000);
      backup ||= await backUp(page);
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      for (const locale of locales) {
        const run = await page.request.get('/admin/backups');
        expect(run.status()).toBe(200);
        for (const path of [...PAGES, `/${backup}`]) {
          const url = `${locale}/admin/backups${path}`;
          await page.goto(url);
          await page.getByRole('heading', { level: 1 }).waitFor();
          expect(await violations(page), `${url} in ${scheme}, ${name}`).toEqual([]);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overflow, `${url} scrolls sideways`).toBeLessThanOrEqual(0);
          expect(await page.evaluate(() => document.documentElement.dir || 'ltr')).toBe(
            locale === '/ar' ? 'rtl' : 'ltr',
          );
          const picture = `.tmp/pictures/${locale.slice(1) || 'en'}-${path.slice(1, 14).replace('/', '-') || 'overview'}-${scheme}-${name}.png`;
          await page.screenshot({ path: picture, fullPage: true });
        }
      }
    });
  }

  test('pictures for the README, from a proven backup', async ({ adminPage: page }) => {
    // UPDATE_PICTURES=1 replaces the pictures that the README shows; otherwise they are only taken.
    const folder = process.env.UPDATE_PICTURES ? 'docs/pictures' : '.tmp/pictures';
    await page.setViewportSize({ width: 1280, height: 860 });
    await page.goto('/admin/backups');
    await page.getByRole('button', { name: 'Choose what to back up and the format' }).first().click();
    await page.getByRole('checkbox', { name: /Prove it by restoring it/ }).check();
    const begun = answeredAct(page);
    await page.getByRole('button', { name: 'Back up with these' }).click();
    await begun;
    await expect(page.getByText('Backing up').first()).toBeVisible();
    await idle(page);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page.goto('/admin/backups');
      await expect(page.getByRole('heading', { level: 1 })).toContainText('You are safe');
      await expect(page.getByText(/ ago$/).first()).toBeVisible();
      await page.screenshot({ path: `${folder}/overview-${scheme}.png` });
    }
  });

  test('with the keyboard alone: to the button, into the menu, out again', async ({ adminPage: page }) => {
    await page.goto('/admin/backups');
    await page.getByRole('heading', { level: 1 }).waitFor();
    const more = page.getByRole('button', { name: 'Choose what to back up and the format' }).first();
    for (
      let presses = 0;
      presses < 40 && !(await more.evaluate((node) => node === document.activeElement));
      presses += 1
    ) {
      await page.keyboard.press('Tab');
    }
    await expect(more).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('radio', { name: /Everything/ })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(more).toBeFocused();
  });
});

import pagesAr from '../../components/admin/backups/messages/ar.json' with { type: 'json' };
import pagesFr from '../../components/admin/backups/messages/fr.json' with { type: 'json' };
import arabic from '../../components/admin/backups/messages/texts/ar.json' with { type: 'json' };
import french from '../../components/admin/backups/messages/texts/fr.json' with { type: 'json' };
import { backUp, expect, test } from './site';

test('what the domain says stands in the language of the page: page, action and polled route', async ({
  adminPage: page,
}) => {
  const backup = await backUp(page);
  for (const [locale, texts, words] of [
    ['fr', french.sentences, pagesFr],
    ['ar', arabic.sentences, pagesAr],
  ] as const) {
    await page.goto(`/${locale}/admin/backups/compare?one=${backup}&other=${backup}`);
    await expect(page.getByText(texts['Choose two different recovery points.'])).toBeVisible();

    await page.goto(`/${locale}/admin/backups/${backup}`);
    await page.getByRole('button', { name: words.backup.download }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type="password"]').fill('not the password');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText(texts['Not your password.'])).toBeVisible();

    const headers = { 'accept-language': `${locale},en;q=0.5` };
    const answer = await page.request.get('/api/admin/backups/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV', { headers });
    expect((await answer.json()).error.message).toBe(texts['There is no such run.']);
  }
});

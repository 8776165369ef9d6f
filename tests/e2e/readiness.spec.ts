import { expect, idle, test } from './site';

test('an item is signed off in the browser, and the score changes; taken back, it changes again', async ({
  adminPage: page,
}) => {
  await idle(page);
  await page.goto('/admin/backups/readiness');
  const heading = page.getByRole('heading', { level: 1 });
  const score = async () => Number(/^(\d) of 7 points hold$/.exec((await heading.textContent()) ?? '')?.[1]);
  await expect(heading).toHaveText(/^\d of 7 points hold$/);
  const before = await score();
  const item = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: /^Variables are complete/ }) });
  await expect(item).toContainText('Nobody has signed it off.');
  await item.getByRole('button', { name: 'Sign off…' }).click();
  await page.getByRole('textbox', { name: 'Note' }).fill('In the safe');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign off', exact: true }).click();
  await expect(item).toContainText('Note: In the safe');
  await expect.poll(score).toBe(before + 1);
  await page.reload();
  await expect(item).toContainText('in order');
  await item.getByRole('button', { name: 'Take back…' }).click();
  await page.getByRole('button', { name: 'Take it back' }).click();
  await expect(item).toContainText('took the sign-off back');
  await expect.poll(score).toBe(before);
});

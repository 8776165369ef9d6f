import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { AppAddress } from '../support/running-app';
import { violations } from './axe';
import { expect } from './site';

export const CONTENT = '/admin/backups/content';
export const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();
export const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** A page in light, dark and on a phone: no rule of axe broken, nothing wider than the screen, a picture of each. */
export async function look(page: Page, name: string): Promise<void> {
  await expect(page).toHaveTitle(/Backup & Recovery|النسخ/);
  await expect(heading(page)).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await violations(page), `${name}, ${colorScheme}`).toEqual([]);
    await page.screenshot({ path: `.tmp/pictures/content-${name}-${colorScheme}.png`, fullPage: true });
  }
  const size = page.viewportSize() ?? { width: 1280, height: 720 };
  await page.setViewportSize({ width: 375, height: 812 });
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways, `${name} scrolls sideways on a phone`).toBeLessThanOrEqual(0);
  await page.screenshot({ path: `.tmp/pictures/content-${name}-phone.png`, fullPage: true });
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
}

const MOST_STEPS = 400;

/** Goes to a control as somebody without a mouse does, from wherever the focus is. */
export async function reach(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  const isThere = () => target.evaluate((node) => node === document.activeElement);
  for (let steps = 0; steps < MOST_STEPS && !(await isThere()); steps += 1) await page.keyboard.press('Tab');
  await expect(target).toBeFocused();
}

/** Presses a link or button that was reached with the keyboard. */
export async function press(page: Page, role: 'link' | 'button', name: string | RegExp): Promise<void> {
  await reach(page, page.getByRole(role, { name, exact: typeof name === 'string' }).first());
  await page.keyboard.press('Enter');
}

/** From the overview to the content, by its keys. */
export async function openContent(page: Page): Promise<void> {
  await page.goto('/admin/backups');
  await expect(heading(page)).toBeVisible();
  await expect(async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await expect(page).toHaveURL(new RegExp(`${CONTENT}$`), { timeout: 1_500 });
  }).toPass();
}

/** Looks for a text in the history, by the key of the search. */
export async function searchFor(page: Page, text: string): Promise<void> {
  const box = page.getByRole('searchbox');
  await box.waitFor();
  await page.keyboard.press('/');
  await expect(box).toBeFocused();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/[?&]path=/);
}

/** A commit by somebody else, pushed from a clone of the remote. */
export function pushFromClone(
  app: AppAddress,
  change: (folder: string) => void,
  message: string,
  author = 'Bot',
): void {
  const folder = mkdtempSync(path.join('.tmp', 'content-clone-'));
  try {
    git('.', 'clone', '-q', app.environment.DATA_REPOSITORY ?? '', folder);
    change(folder);
    git(folder, 'add', '-A');
    const who = ['-c', `user.name=${author}`, '-c', 'user.email=bot@example.com'];
    git(folder, ...who, 'commit', '-q', '-m', message);
    git(folder, 'push', '-q', 'origin', 'HEAD');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The plan was carried out, and its commit is the newest. */
export async function applied(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\?done=[0-9a-f]{40}/, { timeout: 30_000 });
  await expect(page.getByText('Done. The change is the newest commit.')).toBeVisible();
}

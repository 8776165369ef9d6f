import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { AppAddress } from '../support/running-app';
import { violations } from './axe';
import { expect, test } from './site';

const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();
const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const CONTENT = '/admin/backups/content';

async function look(page: Page, name: string): Promise<void> {
  await expect(page).toHaveTitle(/Backup & Recovery/);
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

/** Presses a link or button as somebody without a mouse does. */
async function press(page: Page, role: 'link' | 'button', name: string | RegExp): Promise<void> {
  const target = page.getByRole(role, { name }).first();
  await target.focus();
  await expect(target).toBeFocused();
  await page.keyboard.press('Enter');
}

/** A commit by somebody else, pushed from a clone of the remote. */
function pushFromClone(app: AppAddress, change: (folder: string) => void, message: string): void {
  const folder = mkdtempSync(path.join('.tmp', 'content-clone-'));
  try {
    git('.', 'clone', '-q', app.environment.DATA_REPOSITORY ?? '', folder);
    change(folder);
    git(folder, 'add', '-A');
    git(folder, '-c', 'user.name=Website Bot', '-c', 'user.email=bot@example.com', 'commit', '-q', '-m', message);
    git(folder, 'push', '-q', 'origin', 'HEAD');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function applied(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\?done=[0-9a-f]{40}/, { timeout: 30_000 });
  await expect(page.getByText('Done. The change is the newest commit.')).toBeVisible();
}

test.describe.configure({ mode: 'serial' });

test('one deleted item is brought back, and the change undone', async ({ adminPage: page, app }) => {
  test.setTimeout(120_000);
  await page.goto('/admin/backups');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page).toHaveURL(new RegExp(`${CONTENT}$`));
  await expect(heading(page)).toContainText('content files');
  await look(page, 'history');
  await press(page, 'link', 'Deleted files');
  await expect(page).toHaveURL(/\/deleted$/);
  await look(page, 'deleted');
  const link = page.getByRole('link', { name: /^Bring back data\/.*\.yml…$/ }).first();
  const name = (await link.getAttribute('aria-label')) ?? '';
  const file = path.join(app.contentPath, name.replace(/^Bring back /, '').replace(/…$/, ''));
  expect(existsSync(file)).toBe(false);
  await press(page, 'link', name);
  await expect(heading(page)).toContainText('Restore 1 file');
  await look(page, 'plan');
  await press(page, 'button', 'Restore 1 file');
  await applied(page);
  expect(existsSync(file)).toBe(true);
  await look(page, 'done');
  await press(page, 'link', 'Undo…');
  await press(page, 'button', 'Revert 1 file');
  await applied(page);
  expect(existsSync(file)).toBe(false);
});

test('a commit is read and reverted; a conflict is seen and left', async ({ adminPage: page, app }) => {
  test.setTimeout(120_000);
  const sha = git(app.contentPath, 'log', '--format=%H', '--grep=^Traduire', '-1');
  await page.goto(`${CONTENT}/commits/${sha}`);
  await look(page, 'commit');
  await press(page, 'link', 'Revert this commit…');
  await press(page, 'button', 'Revert 1 file');
  await applied(page);
  const old = git(app.contentPath, 'log', '--format=%H', '--diff-filter=M', '--', 'collections.yml').split('\n').at(-1);
  const head = git(app.contentPath, 'rev-parse', 'HEAD');
  await page.goto(`${CONTENT}/plan?kind=revert&sha=${old}`);
  await expect(page.getByRole('heading', { name: /files? changed since then/ })).toBeVisible();
  await expect(page.getByText('As it is now').first()).toBeVisible();
  await look(page, 'conflict');
  await press(page, 'link', 'Cancel');
  await expect(page).toHaveURL(new RegExp(`${CONTENT}$`));
  expect(git(app.contentPath, 'rev-parse', 'HEAD')).toBe(head);
});

test('a file is read at a point and compared', async ({ adminPage: page }) => {
  const token = Buffer.from('categories.yml').toString('base64url');
  await page.goto(`${CONTENT}/files/${token}`);
  await look(page, 'file');
  await press(page, 'link', 'View at this point');
  await expect(page.getByRole('link', { name: 'Download this file' })).toBeVisible();
  await look(page, 'file-at');
});

test('a mass deletion is told, and recovered in one act', async ({ adminPage: page, app }) => {
  test.setTimeout(120_000);
  const before = readdirSync(path.join(app.contentPath, 'data'), { recursive: true }).length;
  pushFromClone(
    app,
    (folder) => rmSync(path.join(folder, 'data'), { recursive: true, force: true }),
    'Update collections',
  );
  git(app.contentPath, 'pull', '-q', '--ff-only');
  await page.goto(CONTENT);
  await expect(heading(page)).toContainText('content files are missing. All of them can be brought back.');
  await look(page, 'incident');
  await press(page, 'link', 'Bring these files back…');
  await expect(heading(page)).toContainText('Bring back');
  const count = page.getByLabel(/^Type the number of files/);
  if (await count.isVisible()) {
    await count.focus();
    await page.keyboard.type(/[\d,]+/.exec((await heading(page).textContent()) ?? '')?.[0] ?? '');
  }
  await press(page, 'button', /^Bring back/);
  await applied(page);
  expect(readdirSync(path.join(app.contentPath, 'data'), { recursive: true }).length).toBe(before);
  await expect(heading(page)).toContainText('each with its history');
});

test('unsaved edits are shown and saved', async ({ adminPage: page, app }) => {
  execFileSync('sh', ['-c', 'echo "# more" >> README.md'], { cwd: app.contentPath });
  await page.goto(`${CONTENT}/unsaved`);
  await expect(page.getByLabel(/README\.md/).first()).toBeVisible();
  await look(page, 'unsaved');
  await press(page, 'button', 'Save as a commit');
  await expect(page.getByText('Every file on this server is as it was committed.')).toBeVisible();
});

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import {
  applied,
  CONTENT,
  git,
  heading,
  look,
  openContent,
  press,
  pushFromClone,
  reach,
  searchFor,
} from './content-site';
import { expect, test } from './site';

// Every story of the content with the keyboard alone: no mouse, no focus set by a script.
test.describe.configure({ mode: 'serial' });

test('one deleted item is brought back, and the change undone', async ({ adminPage: page, app }) => {
  test.setTimeout(120_000);
  await openContent(page);
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

test('a commit is found, read and reverted', async ({ adminPage: page, app }) => {
  test.setTimeout(120_000);
  const file = path.join(app.contentPath, 'pages', 'à-propos.md');
  expect(existsSync(file)).toBe(true);
  await openContent(page);
  await searchFor(page, 'à-propos');
  await press(page, 'link', /^Traduire/);
  await expect(heading(page)).toContainText('Traduire');
  await look(page, 'commit');
  await press(page, 'link', 'Revert this commit…');
  await press(page, 'button', 'Revert 1 file');
  await applied(page);
  expect(existsSync(file)).toBe(false);
});

test('a conflict is seen, with both sides and the next step, and left', async ({ adminPage: page, app }) => {
  test.setTimeout(120_000);
  const [old = ''] = git(app.contentPath, 'log', '--reverse', '--format=%s', '--diff-filter=M', '--', 'collections.yml')
    .split('\n')
    .filter(Boolean);
  const head = git(app.contentPath, 'rev-parse', 'HEAD');
  await openContent(page);
  await searchFor(page, 'collections.yml');
  await press(page, 'link', old);
  await press(page, 'link', 'Revert this commit…');
  await expect(heading(page)).toHaveText('This commit cannot be reverted as it stands');
  await expect(page.getByText('collections.yml was changed since in the same places.')).toBeVisible();
  await expect(page.getByText('As it is now').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /^Revert/ })).toHaveCount(0);
  await look(page, 'conflict');
  await reach(page, page.getByRole('link', { name: 'History of this file' }));
  await press(page, 'link', 'Cancel');
  await expect(page).toHaveURL(new RegExp(`${CONTENT}$`));
  expect(git(app.contentPath, 'rev-parse', 'HEAD')).toBe(head);
});

test('a mass deletion is told, and recovered in one act', async ({ adminPage: page, app }) => {
  test.setTimeout(120_000);
  const before = readdirSync(path.join(app.contentPath, 'data'), { recursive: true }).length;
  pushFromClone(
    app,
    (folder) => rmSync(path.join(folder, 'data'), { recursive: true, force: true }),
    'Update collections',
    'Website Bot',
  );
  git(app.contentPath, 'pull', '-q', '--ff-only');
  await openContent(page);
  await expect(heading(page)).toContainText('content files are missing. All of them can be brought back.');
  await look(page, 'incident');
  await press(page, 'link', 'Bring these files back…');
  await expect(heading(page)).toContainText('Bring back');
  const count = page.getByLabel(/^Type the number of files/);
  if (await count.isVisible()) {
    await reach(page, count);
    await page.keyboard.type(/[\d,]+/.exec((await heading(page).textContent()) ?? '')?.[0] ?? '');
  }
  await press(page, 'button', /^Bring back/);
  await applied(page);
  expect(readdirSync(path.join(app.contentPath, 'data'), { recursive: true }).length).toBe(before);
  await expect(heading(page)).toContainText('each with its history');
});

test('unsaved edits are shown and saved', async ({ adminPage: page, app }) => {
  execFileSync('sh', ['-c', 'echo "# more" >> README.md'], { cwd: app.contentPath });
  await openContent(page);
  await press(page, 'link', /^Unsaved edits/);
  await expect(page.getByLabel(/README\.md/).first()).toBeVisible();
  await look(page, 'unsaved');
  await press(page, 'button', 'Save as a commit');
  await expect(page.getByText('Every file on this server is as it was committed.')).toBeVisible();
});

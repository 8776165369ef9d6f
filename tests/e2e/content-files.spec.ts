import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

const token = (file: string) => Buffer.from(file).toString('base64url');
const raw = (sha: string, file: string, view = '') =>
  `/api/admin/backups/content/raw?sha=${sha}&path=${token(file)}${view}`;

test.describe.configure({ mode: 'serial' });

test('several deleted files come back in one plan, picked by their folder', async ({ adminPage: page, app }) => {
  test.setTimeout(120_000);
  await openContent(page);
  await press(page, 'link', 'Deleted files');
  const folder = page.getByRole('checkbox', { name: /^Pick all 2 files in data\/.*\/$/ }).first();
  const name = /in (.*)\/$/.exec((await folder.getAttribute('aria-label')) ?? '')?.[1] ?? 'none';
  await reach(page, folder);
  await page.keyboard.press('Space');
  await expect(folder).toBeChecked();
  await look(page, 'deleted-picked');
  await press(page, 'button', 'Bring back 2 files…');
  await expect(heading(page)).toHaveText('Restore 2 files');
  await press(page, 'button', 'Restore 2 files');
  await applied(page);
  const files = git(app.contentPath, 'show', '--format=', '--name-only', 'HEAD').split('\n');
  expect(files).toHaveLength(2);
  for (const file of files) {
    expect(file).toContain(`${name.split('/').at(-1)}/`);
    expect(existsSync(path.join(app.contentPath, file))).toBe(true);
  }
});

test('picked files of one commit, and a folder of it, are brought to its point', async ({ adminPage: page, app }) => {
  test.setTimeout(120_000);
  const write = (text: string) => (folder: string) => {
    mkdirSync(path.join(folder, 'pages/team'), { recursive: true });
    for (const name of ['one', 'two', 'three']) writeFileSync(path.join(folder, 'pages/team', `${name}.md`), text);
    writeFileSync(path.join(folder, 'pages/contact.md'), text);
  };
  pushFromClone(app, write('# Good\n'), 'Write about the team');
  pushFromClone(app, write('# Spoilt\n'), 'Spoil it');
  git(app.contentPath, 'pull', '-q', '--ff-only');
  const text = (name: string) => readFileSync(path.join(app.contentPath, 'pages', name), 'utf8');
  await openContent(page);
  await press(page, 'link', 'Write about the team');
  await expect(heading(page)).toHaveText('Write about the team');
  await expect(page.getByRole('button', { name: 'Bring files to this point…' })).toBeDisabled();
  for (const name of ['pages/team/one.md', 'pages/contact.md']) {
    await reach(page, page.getByRole('checkbox', { name: `Pick ${name}`, exact: true }));
    await page.keyboard.press('Space');
  }
  await look(page, 'commit-picked');
  await press(page, 'button', 'Bring 2 files to this point…');
  await press(page, 'button', 'Restore 2 files');
  await applied(page);
  expect([text('team/one.md'), text('team/two.md'), text('contact.md')]).toEqual([
    '# Good\n',
    '# Spoilt\n',
    '# Good\n',
  ]);
  await press(page, 'link', 'Write about the team');
  await expect(heading(page)).toHaveText('Write about the team');
  await reach(page, page.getByRole('checkbox', { name: 'Pick all 3 files in pages/team/' }));
  await page.keyboard.press('Space');
  await press(page, 'button', 'Bring all of pages/team/ to this point…');
  await press(page, 'button', 'Restore 2 files');
  await applied(page);
  expect(text('team/three.md')).toBe('# Good\n');
});

test('an item is found by its title, and leads to its history', async ({ adminPage: page }) => {
  await openContent(page);
  await searchFor(page, 'companion GitHub');
  await look(page, 'search');
  await press(page, 'link', /^GitHub Companion data\/github-companion\/github-companion\.yml$/);
  await expect(heading(page)).toHaveText('data/github-companion/github-companion.yml');
  await look(page, 'file');
  await press(page, 'link', 'View at this point');
  await expect(page.getByRole('link', { name: 'Download this file' })).toBeVisible();
  await look(page, 'file-at');
});

test('newer commits of the remote are looked for and got', async ({ adminPage: page, app }) => {
  test.setTimeout(180_000);
  pushFromClone(app, (folder) => writeFileSync(path.join(folder, 'pages/news.md'), '# News\n'), 'Write the news');
  await openContent(page);
  await press(page, 'button', 'Look for newer commits');
  await expect(page.getByText('1 newer commit on the remote')).toBeVisible();
  expect(existsSync(path.join(app.contentPath, 'pages/news.md'))).toBe(false);
  await look(page, 'newer');
  await press(page, 'button', 'Get them');
  await expect(page.getByText('1 newer commit is here now.')).toBeVisible();
  expect(existsSync(path.join(app.contentPath, 'pages/news.md'))).toBe(true);
  await press(page, 'button', 'Look for newer commits');
  await expect(page.getByText('Nothing newer on the remote.')).toBeVisible();
});

test('a picture is seen; nothing else of the content is opened as a page', async ({
  adminPage: page,
  app,
  browser,
}) => {
  const sha = git(app.contentPath, 'log', '-1', '--format=%H', '--', 'assets/logo.png');
  await page.goto(`${CONTENT}/commits/${sha}`);
  const picture = page.getByRole('img', { name: 'After: assets/logo.png' });
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(32);
  await look(page, 'picture');

  const shown = await page.request.get(raw(sha, 'assets/logo.png', '&view=1'));
  expect(shown.headers()).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': expect.stringContaining('inline;'),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/),
  });
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  pushFromClone(app, (folder) => writeFileSync(path.join(folder, 'assets/a.svg'), svg), 'Add a drawing');
  git(app.contentPath, 'pull', '-q', '--ff-only');
  const head = git(app.contentPath, 'rev-parse', 'HEAD');
  for (const view of ['', '&view=1']) {
    const file = await page.request.get(raw(head, 'assets/a.svg', view));
    expect(await file.text()).toBe(svg);
    expect(file.headers()).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': expect.stringMatching(/^attachment; filename="file"; filename\*=UTF-8''a\.svg$/),
    });
  }
  for (const file of ['../../../etc/passwd', '.git/config', '/etc/passwd', '']) {
    expect((await page.request.get(raw(head, file))).status()).toBe(400);
  }
  const stranger = await browser.newContext({ baseURL: app.baseUrl });
  expect((await stranger.request.get(raw(sha, 'assets/logo.png', '&view=1'))).status()).toBe(401);
  await stranger.close();
});

test('what others wrote is text everywhere, and what hides in it is shown', async ({ adminPage: page, app }) => {
  test.setTimeout(240_000);
  const payload = '<img src=x onerror=alert(1)>\u202e';
  const file = `pages/${payload}.md`;
  const body = `---\ntitle: "${payload}"\n---\n# ${payload}\n\n<script>alert(2)</script>\n\n[go](javascript:alert(3)) ![p](https://example.com/p.png)\n`;
  pushFromClone(app, (folder) => writeFileSync(path.join(folder, file), body), `${payload}\n\n${payload}`, payload);
  git(app.contentPath, 'pull', '-q', '--ff-only');
  const sha = git(app.contentPath, 'rev-parse', 'HEAD');
  const seen: string[] = [];
  page.on('dialog', (dialog) => {
    seen.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== app.baseUrl) seen.push(request.url());
  });
  const pages = {
    history: CONTENT,
    found: `${CONTENT}?path=onerror`,
    commit: `${CONTENT}/commits/${sha}`,
    file: `${CONTENT}/files/${token(file)}`,
    'file-at': `${CONTENT}/files/${token(file)}?at=${sha}`,
    plan: `${CONTENT}/plan?kind=revert&sha=${sha}`,
  };
  for (const locale of ['', '/ar']) {
    for (const [name, address] of Object.entries(pages)) {
      await page.goto(`${locale}${address}`);
      await expect(page.locator('.bk-unseen', { hasText: 'U+202E' }).first()).toBeVisible();
      expect(await page.locator('img[src="x"], .bk script, .bk a[href^="javascript"]').count()).toBe(0);
      if (name !== 'history') await look(page, `hostile-${name}${locale.replace('/', '-')}`);
    }
  }
  expect(seen).toEqual([]);
});

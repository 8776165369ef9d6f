import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';

const chromiumNames = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const chromiumPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Looks for Chromium, pg_dump and an S3 server, and lets apt-get install what is missing where that is possible.
 * @returns {{ chromium: string | undefined, notes: string[] }} path of the browser, and what could not be had
 */
export function provideSystemTools() {
  const missing = [];
  if (!findChromium()) missing.push('chromium');
  if (!findOnPath('pg_dump')) missing.push('postgresql-client');
  if (missing.length > 0) installWithApt(missing);
  if (!findOnPath('radosgw')) installQuickly(['ceph-mon', 'ceph-osd', 'radosgw']);
  const notes = [];
  const chromium = findChromium();
  if (!chromium) notes.push('No Chromium: end-to-end tests are skipped. Install it, or name it in CHROMIUM_PATH.');
  if (!findOnPath('pg_dump'))
    notes.push('No pg_dump: tests of the native dump engine are skipped. Install postgresql-client.');
  if (!findOnPath('radosgw'))
    notes.push('No S3 server: its tests are skipped. Install ceph-mon, ceph-osd and radosgw.');
  return { chromium, notes };
}

/** @returns {string | undefined} the browser named in CHROMIUM_PATH, else one of the system */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named && isExecutable(named)) return named;
  return chromiumNames.map(findOnPath).find(Boolean) ?? chromiumPlaces.find(isExecutable);
}

function findOnPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Only where the packages come down in less than a minute: most of what is tested does not need them. */
function installQuickly(packages) {
  if (process.getuid?.() !== 0 || !findOnPath('apt-get')) return;
  const args = ['install', '-y', '-qq', '--no-install-recommends', '--download-only', ...packages];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const fetched = spawnSync('apt-get', args, { env, stdio: 'ignore', timeout: 60_000 });
  if (fetched.status === 0) installWithApt(packages);
}

function installWithApt(packages) {
  if (process.getuid?.() !== 0 || !findOnPath('apt-get')) return;
  console.log(`Installing ${packages.join(' and ')} with apt-get`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args) =>
    spawnSync('apt-get', args, { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 });
  run('update', '-qq');
  // One by one: a package that this distribution does not have must not keep the other away.
  for (const name of packages) run('install', '-y', '-qq', '--no-install-recommends', name);
}

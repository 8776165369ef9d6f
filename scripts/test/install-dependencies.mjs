import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Runs `npm ci` unless node_modules holds what package-lock.json asks for. Imports nothing that has to be installed.
 * Throws when the installation fails.
 * @param {string} root folder of package-lock.json
 * @returns {boolean} true when something was installed
 */
export function installDependencies(root) {
  const reason = whatIsMissing(root);
  if (!reason) return false;
  console.log(`Installing packages (${reason})`);
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit' });
  if (result.status !== 0) throw new Error('npm ci failed. The lines above say why.');
  return true;
}

/**
 * Read by its test through a file URL, since the checker knows no types of plain JavaScript.
 * @public
 * @returns {string | undefined} why an installation is needed
 */
export function whatIsMissing(root) {
  const installedFile = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return 'first run';
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  for (const [name, description] of Object.entries(wanted)) {
    if (name === '') continue;
    const found = installed[name];
    // An optional package is absent where it is made for another platform; nothing asks for an extraneous one.
    const mayBeAbsent = description.optional || description.devOptional || description.extraneous;
    if (!found && !mayBeAbsent) return `${name} is missing`;
    if (found && found.version !== description.version) return `${name} has changed`;
    if (found && !existsSync(path.join(root, name))) return `${name} is missing`;
  }
  return undefined;
}

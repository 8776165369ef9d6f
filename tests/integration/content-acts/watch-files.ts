/** A visitor: reads every file of a content folder over and over, and notes what no visitor may ever see. Its own process. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'yaml';

const [root = ''] = process.argv.slice(2);
let going = true;
let looks = 0;
const wrong = new Set<string>();
process.stdin.once('data', () => {
  going = false;
});
process.stdout.write('ready\n');

function look(file: string): void {
  let text: string;
  try {
    text = readFileSync(path.join(root, file), 'utf8');
  } catch {
    // Items come and go; settings are always there.
    if (file === 'settings.yml') wrong.add('settings.yml was missing');
    return;
  }
  try {
    const value: unknown = parse(text);
    const isWhole = value !== null && typeof value === 'object' && 'whole' in value;
    if (!isWhole) wrong.add(`${file} was a part of a file: ${JSON.stringify(text.slice(0, 80))}`);
  } catch {
    wrong.add(`${file} did not parse: ${JSON.stringify(text.slice(0, 80))}`);
  }
  if (/^(?:<{7}|={7}|>{7})/m.test(text)) wrong.add(`${file} held a conflict mark`);
}

while (going) {
  for (const name of ['MERGE_HEAD', 'REVERT_HEAD', 'CHERRY_PICK_HEAD']) {
    if (existsSync(path.join(root, '.git', name))) wrong.add(`${name} was there`);
  }
  look('settings.yml');
  for (const folder of readdirSync(path.join(root, 'data'))) look(`data/${folder}/${folder}.yml`);
  looks += 1;
  await delay(1);
}
process.stdout.write(`${JSON.stringify({ looks, wrong: [...wrong] })}\n`);
process.exit(0);

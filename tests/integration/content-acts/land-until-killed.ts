/** A writer that lands one act after the other until it is killed: between any two steps. */
import { openGit } from '@/lib/backup/content/git-repository';
import { attempt, unwrap } from '@/lib/backup/kernel/result';
import { land, sha } from './content-site';

const [root = '', left = '', right = ''] = process.argv.slice(2);
const git = unwrap(await openGit(root));
process.stdout.write('ready\n');
for (;;) {
  for (const point of [left, right]) {
    // Where the last one had ended, the first act changes nothing.
    await attempt(() => land(git, { kind: 'restore-all', sha: sha(point) }));
    process.stdout.write('landed\n');
  }
}

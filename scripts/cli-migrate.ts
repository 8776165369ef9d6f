import { runCommandLine } from './cli/command-line';
import { loadEnvironment } from './load-environment';

loadEnvironment();
// The guide's migration script, as `backup migrate`: under the lease, after a backup, then every migration on record.
const exitCode = await runCommandLine(['migrate', ...process.argv.slice(2)]);
process.stdout.write('', () => process.exit(exitCode));

import { runCommandLine } from './cli/command-line';
import { loadEnvironment } from './load-environment';

loadEnvironment();
// The guide's clean-database, behind the gate of `backup reset`: plan, typed words, safety copy, then empty and seed.
const exitCode = await runCommandLine(['reset', ...process.argv.slice(2)]);
process.stdout.write('', () => process.exit(exitCode));

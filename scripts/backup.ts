import { runCommandLine } from './cli/command-line';
import { loadEnvironment } from './load-environment';

loadEnvironment();
process.exitCode = await runCommandLine(process.argv.slice(2));

import { runCommandLine } from './cli/command-line';
import { loadEnvironment } from './load-environment';

loadEnvironment();
void runCommandLine(process.argv.slice(2)).then((exitCode) => {
  // Not left to the event loop: a connection that a silent server never answers would hold it for half a minute.
  process.stdout.write('', () => process.exit(exitCode));
});

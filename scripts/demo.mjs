import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { installDependencies } from './test/install-dependencies.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

try {
  installDependencies(root);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

const demo = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo/run-demo.ts', ...process.argv.slice(2)], {
  cwd: root,
  // The channel tells the demo when this process is gone.
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => demo.kill(signal));
demo.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
demo.once('exit', (code) => process.exit(code ?? 1));

import { startApp } from './app';
import { publishRunningApp } from './running-app';
import { removeLeftovers } from './test-cluster';

/** Starts one site for the whole end-to-end run. */
export default async function setup(): Promise<() => Promise<void>> {
  await removeLeftovers();
  const { stop, pid: _pid, ...app } = await startApp();
  publishRunningApp(app);
  return stop;
}

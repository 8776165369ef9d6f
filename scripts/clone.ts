import { cloneContent } from './content-clone';
import { runScript } from './run-script';

await runScript(async () => {
  console.log(await cloneContent());
});

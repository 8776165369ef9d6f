import { benchContent } from './bench-content';
import { benchDump } from './bench-dump';
import { benchRestore } from './bench-restore';
import { benchS3 } from './bench-s3';

const BENCHES: Record<string, () => Promise<void>> = {
  content: benchContent,
  dump: benchDump,
  restore: benchRestore,
  s3: benchS3,
};

const [name = 'dump'] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  console.error(`There is no bench "${name}". There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 2;
} else {
  await bench();
}

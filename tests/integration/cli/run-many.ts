/** Runs one command line after the other in one process: lists of words as JSON on stdin, what each answered on stdout. */
import { text } from 'node:stream/consumers';
import { runCommandLine } from '../../../scripts/cli/command-line';

const commands = JSON.parse(await text(process.stdin)) as string[][];
const answers: { words: string[]; code: number; said: string }[] = [];
const streams = [process.stdout, process.stderr];
const writes = streams.map((stream) => stream.write.bind(stream));
for (const words of commands) {
  let said = '';
  for (const stream of streams) {
    stream.write = (chunk: string | Uint8Array) => {
      said += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
      return true;
    };
  }
  const code = await runCommandLine(words);
  streams.forEach((stream, index) => {
    stream.write = writes[index] as typeof stream.write;
  });
  answers.push({ words, code, said });
}
process.stdout.write(JSON.stringify(answers), () => process.exit(0));

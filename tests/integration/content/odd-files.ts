import { execFileSync } from 'node:child_process';

export interface OddFile {
  path: string;
  bytes: Buffer;
  mode?: '100644' | '100755' | '120000';
}

const NFC = 'data/caf\u00e9.yml';
const NFD = 'data/cafe\u0301.yml';

/** Names and contents that break careless code. Paths as decodeBytes gives them. */
export const ODD_FILES: readonly OddFile[] = [
  ...[
    'data/with space.yml',
    ' leading and trailing ',
    'data/line\nbreak.yml',
    'data/tab\there.yml',
    'data/"double"\'single\'.yml',
    'data/back\\slash.yml',
    '-rf',
    '--output=escape.txt',
    'data/--.yml',
    ':(top)magic',
    ':!exclude',
    'data/*.yml',
    'data/[ab]?.yml',
    '@{-1}',
    'HEAD',
    'data/%00%2e%2e.yml',
    'data/<img src=x onerror=alert(1)>.yml',
    'data/\u202eltr\u2066.yml',
    'data/日本語.yml',
    'data/😀.yml',
    'diff --git a/x b/x',
    'data/a\ndiff --git a/evil b/evil\nindex 1..2.yml',
    'data/bell\u0007.yml',
    '...',
    'data/..hidden',
    NFC,
    NFD,
    // Bytes that are no UTF-8: Latin-1 "é", and a lone continuation byte.
    'data/latin-\udce9.yml',
    'data/\udc80\udcff',
  ].map((path) => ({ path, bytes: Buffer.from(`name: ${JSON.stringify(path.length)}\n`) })),
  { path: 'contents/empty.yml', bytes: Buffer.alloc(0) },
  { path: 'contents/crlf.yml', bytes: Buffer.from('name: One\r\nkind: Two\r\n') },
  { path: 'contents/no-end.yml', bytes: Buffer.from('name: One') },
  { path: 'contents/latin1.md', bytes: Buffer.from('caf\xe9\n', 'latin1') },
  { path: 'contents/bom.yml', bytes: Buffer.from('\ufeffname: One\n') },
  { path: 'contents/lone-cr.txt', bytes: Buffer.from('one\rtwo\rthree\n') },
  { path: 'contents/nul.bin', bytes: Buffer.from([0, 1, 2, 0, 255]) },
  { path: 'contents/long-line.yml', bytes: Buffer.from(`text: ${'x'.repeat(2 * 1024 * 1024)}\n`) },
  { path: 'contents/like-a-patch.txt', bytes: Buffer.from('diff --git a/x b/x\n@@ -1 +1 @@\n-a\n+b\n\\ No newline\n') },
  { path: 'contents/run.sh', bytes: Buffer.from('#!/bin/sh\n'), mode: '100755' },
  { path: 'contents/link', bytes: Buffer.from('/etc/passwd'), mode: '120000' },
  { path: 'contents/link-out', bytes: Buffer.from('../../../..'), mode: '120000' },
];

/** One commit with exactly these files, made of objects: no file system has a say in the names. */
export function commitOddFiles(folder: string, files: readonly OddFile[], message: string): string {
  const quoted = (path: string) =>
    `"${[...bytesOf(path)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('')}"`;
  const parts = files.flatMap(({ path, bytes, mode = '100644' }) => [
    Buffer.from(`M ${mode} inline ${quoted(path)}\ndata ${bytes.length}\n`),
    bytes,
    Buffer.from('\n'),
  ]);
  const who = 'Jane <jane@example.com> 1793527200 +0000';
  const head = `commit refs/heads/main\nauthor ${who}\ncommitter ${who}\ndata ${Buffer.byteLength(message)}\n${message}\n`;
  const parent = hasHead(folder) ? 'from refs/heads/main^0\n' : '';
  const input = Buffer.concat([Buffer.from(`${head}${parent}deleteall\n`), ...parts]);
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: folder, input, stdio: ['pipe', 'ignore', 'pipe'] });
  return execFileSync('git', ['rev-parse', 'main'], { cwd: folder, encoding: 'utf8' }).trim();
}

function hasHead(folder: string): boolean {
  try {
    execFileSync('git', ['rev-parse', '--verify', '--quiet', 'main^0'], { cwd: folder, stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Lone surrogates stand for single bytes. Written apart from the product's own code, which it tests. */
function bytesOf(path: string): Buffer {
  const parts = [...path].map((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0xdc80 && code <= 0xdcff ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
  });
  return Buffer.concat(parts);
}

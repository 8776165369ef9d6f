#!/usr/bin/env node
/**
 * Turns a stored backup into a plain file with Node.js alone (20 or newer): no npm, no network, no database.
 *
 *   node rescue.mjs FOLDER --identity key.txt --out site.dump     the folder of one backup, manifest.json and all
 *   node rescue.mjs data.sql.gz.age --identity key.txt --out site.sql
 *
 * Size and SHA-256 are checked where a manifest is there; what is encrypted is decrypted (age, X25519) and what is packed
 * with gzip is unpacked. `--bundle` takes the content out instead of the database. The private key is read from a file,
 * or from BACKUP_IDENTITY. A manifest is signed with a key that this script does not know: take it from a place you trust.
 *
 * Then: pg_restore --no-owner --no-acl -d NEW_DATABASE site.dump     (data.dump)
 *       psql -X -v ON_ERROR_STOP=1 -d NEW_DATABASE -f site.sql        (data.sql, only from a backup that you trust)
 *       git clone content.bundle content                              (content.bundle; earlier ones it needs are named)
 */
import {
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
} from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';

const CHUNK = 64 * 1024 + 16;
const LONGEST_HEADER = 256 * 1024;
const INTRO = 'age-encryption.org/v1';

class Stop extends Error {}

/** Fills pieces of exactly `size` bytes; the last one is shorter, or as long. */
async function* inChunks(source, size) {
  let held = Buffer.alloc(0);
  for await (const piece of source) {
    held = held.length === 0 ? piece : Buffer.concat([held, piece]);
    while (held.length > size) {
      yield { bytes: held.subarray(0, size), last: false };
      held = held.subarray(size);
    }
  }
  yield { bytes: held, last: true };
}

function bech32(text, wanted) {
  const lower = text.toLowerCase();
  const values = [...lower.slice(lower.lastIndexOf('1') + 1)].map((c) => 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'.indexOf(c));
  const codes = [...wanted].map((c) => c.charCodeAt(0));
  let sum = 1;
  for (const value of [...codes.map((c) => c >> 5), 0, ...codes.map((c) => c & 31), ...values]) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3].forEach((g, i) => {
      if ((top >>> i) & 1) sum ^= g;
    });
  }
  if (!lower.startsWith(`${wanted}1`) || values.includes(-1) || sum !== 1) return null;
  const bits = values
    .slice(0, -6)
    .map((v) => v.toString(2).padStart(5, '0'))
    .join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  return bytes.length === 32 ? bytes : null;
}

const fromRaw = (prefix, raw) => Buffer.concat([Buffer.from(prefix, 'hex'), raw]);
const publicKey = (raw) =>
  createPublicKey({ key: fromRaw('302a300506032b656e032100', raw), format: 'der', type: 'spki' });
const rawOf = (key) => key.export({ format: 'der', type: 'spki' }).subarray(-32);

/** Private keys in the text of an identity file. */
function identitiesIn(text) {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'));
  const keys = lines.map((line) => bech32(line, 'age-secret-key-'));
  if (keys.length === 0 || keys.includes(null))
    throw new Stop('The identity is no age private key (AGE-SECRET-KEY-1…).');
  return keys.map((raw) =>
    createPrivateKey({ key: fromRaw('302e020100300506032b656e04220420', raw), format: 'der', type: 'pkcs8' }),
  );
}

function open(key, nonce, sealed) {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
}

/** The file key that one of the identities opens, and where the header ends. */
function readHeader(head, identities) {
  const macLine = head.indexOf('\n--- ');
  const end = macLine < 0 ? -1 : head.indexOf('\n', macLine + 1);
  if (end < 0 || !head.subarray(0, INTRO.length + 1).equals(Buffer.from(`${INTRO}\n`))) {
    throw new Stop('This is no age file, or its beginning is damaged.');
  }
  const lines = head.subarray(0, macLine).toString('latin1').split('\n');
  for (const [index, line] of lines.entries()) {
    const [arrow, kind, share] = line.split(' ');
    if (arrow !== '->' || kind !== 'X25519' || !share) continue;
    const theirs = Buffer.from(share, 'base64');
    const sealed = Buffer.from(lines[index + 1] ?? '', 'base64');
    if (theirs.length !== 32 || sealed.length !== 32) throw new Stop('The beginning of the file is damaged.');
    for (const mine of identities) {
      const secret = diffieHellman({ privateKey: mine, publicKey: publicKey(theirs) });
      const salt = Buffer.concat([theirs, rawOf(createPublicKey(mine))]);
      const wrap = Buffer.from(hkdfSync('sha256', secret, salt, `${INTRO}/X25519`, 32));
      let fileKey;
      try {
        fileKey = open(wrap, Buffer.alloc(12), sealed);
      } catch {
        continue; // Meant for another key.
      }
      const macKey = Buffer.from(hkdfSync('sha256', fileKey, '', 'header', 32));
      const mac = createHmac('sha256', macKey)
        .update(head.subarray(0, macLine + 4))
        .digest('base64')
        .replace(/=+$/, '');
      if (head.subarray(macLine + 5, end).toString('latin1') !== mac)
        throw new Stop('The beginning of the file was changed.');
      return { fileKey, end: end + 1 };
    }
  }
  throw new Stop('None of the private keys that were given opens this file.');
}

async function* decrypt(source, identities) {
  const iterator = source[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let found = null;
  for (let step = await iterator.next(); ; step = await iterator.next()) {
    if (!step.done) head = Buffer.concat([head, step.value]);
    const macLine = head.indexOf('\n--- ');
    const end = macLine < 0 ? -1 : head.indexOf('\n', macLine + 1);
    if (step.done || (end >= 0 && head.length >= end + 17) || head.length > LONGEST_HEADER) {
      found = readHeader(head, identities);
      break;
    }
  }
  const rest = (async function* () {
    yield head.subarray(found.end + 16);
    for (let step = await iterator.next(); !step.done; step = await iterator.next()) yield step.value;
  })();
  const key = Buffer.from(hkdfSync('sha256', found.fileKey, head.subarray(found.end, found.end + 16), 'payload', 32));
  const nonce = Buffer.alloc(12);
  let count = 0;
  for await (const { bytes, last } of inChunks(rest, CHUNK)) {
    if (bytes.length < 16 || (bytes.length === 16 && count > 0)) throw new Stop('The encrypted file is cut off.');
    nonce.writeUIntBE(count, 5, 6);
    nonce[11] = last ? 1 : 0;
    let plain;
    try {
      plain = open(key, nonce, bytes);
    } catch {
      throw new Stop('The encrypted file was changed or is cut off.');
    }
    yield plain;
    count += 1;
  }
}

/** Passes the stream on and compares it at its end. */
async function* expect(source, { size, sha256 }, what) {
  const hash = createHash('sha256');
  let length = 0;
  for await (const piece of source) {
    hash.update(piece);
    length += piece.length;
    yield piece;
  }
  if (size !== undefined && length !== size) throw new Stop(`${what} has ${length} bytes, not ${size}.`);
  if (sha256 !== undefined && hash.digest('hex') !== sha256)
    throw new Stop(`${what} has another SHA-256 than the manifest.`);
}

/** What is not ASCII could move about in a terminal; a manifest is not to be trusted so far. */
const printable = (text) => String(text).replace(/[^\x20-\x7e]/g, '?');

/** The pieces that a content bundle builds on, the whole one first, and how all become one repository. */
function needed(needs = []) {
  if (needs.length === 0) return '';
  const rows = needs.map(({ key, sha256 }, at) => `  ${printable(`${at + 1}. ${key}, SHA-256 ${sha256}`)}\n`);
  return `
It holds only what is new since earlier content bundles (${needs.length}). Get them out of the store too:
${rows.join('')}Take each out with “node rescue.mjs FILE --out NAME.bundle”, then put all together in this order, this one last:
  git init -q content
  git -C content fetch -q PATH-OF-A-BUNDLE HEAD:refs/heads/part-1      (part-2 for the second, and so on)
  git -C content checkout -q -B main part-${needs.length + 1}`;
}

function choose(place, bundle) {
  const isFolder = statSync(place).isDirectory();
  const folder = isFolder ? place : path.dirname(place);
  const manifestFile = path.join(folder, 'manifest.json');
  const manifest = existsSync(manifestFile) ? JSON.parse(readFileSync(manifestFile, 'utf8')) : null;
  if (isFolder && !manifest) throw new Stop('No manifest.json is in this folder. Name the data file itself.');
  const wanted = isFolder ? (bundle ? manifest.bundle : manifest.artifact) : { key: place };
  const name = path.basename(wanted?.key ?? '');
  if (name === '') throw new Stop('This backup holds no copy of the content.');
  const file = path.join(folder, name);
  const entry = [manifest?.artifact, manifest?.bundle].find((one) => one && path.basename(one.key) === name);
  const builtUpon = entry && entry === manifest.bundle ? needed(entry.needs) : '';
  if (!existsSync(file))
    throw new Stop(`The file is not in this folder. Its place in the store: ${printable(wanted.key)}${builtUpon}`);
  return { file, name, entry, builtUpon };
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { identity: { type: 'string' }, out: { type: 'string' }, bundle: { type: 'boolean', default: false } },
  });
  const [place] = positionals;
  if (!place || !values.out)
    throw new Stop('Usage: node rescue.mjs FOLDER|FILE --out FILE [--identity KEYFILE] [--bundle]');
  const { file, name, entry, builtUpon } = choose(place, values.bundle);
  let stream = expect(createReadStream(file), entry ?? {}, name);
  if (name.endsWith('.age')) {
    const text = values.identity ? readFileSync(values.identity, 'utf8') : (process.env.BACKUP_IDENTITY ?? '');
    if (text === '') throw new Stop('This file is encrypted. Name the file of the private key with --identity.');
    stream = decrypt(stream, identitiesIn(text));
  }
  const steps = [stream];
  if (/\.gz(\.age)?$/.test(name)) steps.push(createGunzip());
  if (entry?.plainSha256) {
    const plain = { size: entry.plainSize, sha256: entry.plainSha256 };
    steps.push((source) => expect(source, plain, 'The plain dump'));
  }
  let made = false;
  const out = createWriteStream(values.out, { flags: 'wx', mode: 0o600 }).once('open', () => (made = true));
  try {
    await pipeline(...steps, out);
  } catch (problem) {
    if (made) rmSync(values.out, { force: true });
    throw problem;
  }
  const checked = entry ? 'size and SHA-256 agree with the manifest' : 'NOT compared: no manifest names this file';
  console.log(`${values.out}: ${statSync(values.out).size} bytes, ${checked}.${builtUpon}`);
}

main().catch((problem) => {
  console.error(problem instanceof Stop || problem.code ? problem.message : problem);
  process.exitCode = 1;
});

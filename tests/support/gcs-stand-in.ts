import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Google Cloud Storage as far as a driver needs it, in memory, as a process of its own: resumable uploads with
 * generations and conditions, ranges, listings, deletions. Prints its address. Written after the JSON API's reference.
 */
interface Stored {
  name: string;
  chunks: Buffer[];
  size: number;
  md5Hash: string;
  generation: string;
  updated: string;
}
interface Session {
  name: string;
  chunks: Buffer[];
  size: number;
  onlyNew: boolean;
  /** What was answered at its end: whoever lost that answer may ask for it again. */
  finished?: Stored;
}

const PAGE_LIMIT = 1000;
const objects = new Map<string, Stored>();
const sessions = new Map<string, Session>();
let generation = Date.now();

/** Set by `POST /faults`: the next requests of that method whose address matches go wrong. */
interface Fault {
  method: string;
  path: string;
  /** Status of the answer; 0 breaks the connection. */
  status: number;
  times: number;
  /** The request is carried out all the same: only its answer is lost. */
  carriedOut?: boolean;
  /** Keeps only that many bytes of the chunk. */
  keep?: number;
}
let faults: Fault[] = [];
const kept = new WeakMap<IncomingMessage, number>();
const nextFault = (request: IncomingMessage): Fault | undefined => {
  const address = decodeURIComponent(request.url ?? '');
  const found = faults.find(
    ({ method, path, times }) => times > 0 && method === request.method && address.includes(path),
  );
  if (found) found.times -= 1;
  return found;
};

function json(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
const refuse = (response: ServerResponse, code: number, message: string) =>
  json(response, code, { error: { code, message, errors: [{ message }] } });

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const described = ({ chunks: _, ...object }: Stored) => ({ ...object, size: String(object.size) });
const byBytes = (left: Stored, right: Stored) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name));

async function upload(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const id = url.searchParams.get('upload_id');
  if (request.method === 'POST') {
    await bodyOf(request);
    const made = randomUUID();
    const onlyNew = url.searchParams.get('ifGenerationMatch') === '0';
    sessions.set(made, { name: url.searchParams.get('name') ?? '', chunks: [], size: 0, onlyNew });
    return json(response, 200, {}, { location: `http://${request.headers.host}${url.pathname}?upload_id=${made}` });
  }
  const session = sessions.get(id ?? '');
  if (!session) return refuse(response, 404, 'No such session.');
  if (request.method === 'DELETE') {
    sessions.delete(id ?? '');
    response.writeHead(499).end();
    return;
  }
  const [, first, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(request.headers['content-range'] ?? '') ?? [];
  const sent = await bodyOf(request);
  if (session.finished) return json(response, 200, described(session.finished));
  const bytes = sent.subarray(0, kept.get(request));
  if (first !== undefined && Number(first) !== session.size) return refuse(response, 503, 'Out of order.');
  if (total === '*' && sent.byteLength % (256 * 1024) !== 0) return refuse(response, 400, 'Not a multiple of 256 KiB.');
  session.chunks.push(bytes);
  session.size += bytes.byteLength;
  if (total === '*' || Number(total) !== session.size) {
    response.writeHead(308, session.size > 0 ? { range: `bytes=0-${session.size - 1}` } : {}).end();
    return;
  }
  if (session.onlyNew && objects.has(session.name)) return refuse(response, 412, 'conditionNotMet');
  const md5 = createHash('md5');
  for (const chunk of session.chunks) md5.update(chunk);
  generation += 1;
  const { name, chunks, size } = session;
  const updated = new Date().toISOString();
  const stored = { name, chunks, size, md5Hash: md5.digest('base64'), generation: String(generation), updated };
  objects.set(name, stored);
  session.finished = stored;
  json(response, 200, described(stored));
}

function list(response: ServerResponse, { searchParams }: URL): void {
  const prefix = searchParams.get('prefix') ?? '';
  const from = searchParams.get('pageToken') ?? searchParams.get('startOffset') ?? '';
  const limit = Math.min(PAGE_LIMIT, Number(searchParams.get('maxResults') ?? PAGE_LIMIT));
  const found = [...objects.values()]
    .filter(({ name }) => name.startsWith(prefix) && Buffer.compare(Buffer.from(name), Buffer.from(from)) >= 0)
    .sort(byBytes);
  const next = found[limit]?.name;
  json(response, 200, { items: found.slice(0, limit).map(described), ...(next ? { nextPageToken: next } : {}) });
}

function one(request: IncomingMessage, response: ServerResponse, name: string, { searchParams }: URL): void {
  const found = objects.get(name);
  const asked = searchParams.get('generation');
  if (!found || (asked !== null && asked !== found.generation)) {
    refuse(response, 404, `No such object: ${name}`);
    return;
  }
  if (request.method === 'DELETE') {
    objects.delete(name);
    response.writeHead(204).end();
    return;
  }
  if (searchParams.get('alt') !== 'media') {
    json(response, 200, described(found));
    return;
  }
  const [, start = '0', end = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
  const bytes = Buffer.concat(found.chunks).subarray(Number(start), end === '' ? undefined : Number(end) + 1);
  response.writeHead(request.headers.range ? 206 : 200, { 'content-length': String(bytes.byteLength) }).end(bytes);
}

const server = createServer(async (request, response) => {
  if (request.url === '/faults') {
    faults = JSON.parse(String(await bodyOf(request)));
    response.end();
    return;
  }
  const fault = nextFault(request);
  if (fault?.keep !== undefined) kept.set(request, fault.keep);
  else if (fault) {
    const answer = response.end.bind(response);
    if (fault.carriedOut) {
      response.end = () => response.destroy();
    } else if (fault.status === 0) {
      response.destroy();
      return;
    } else {
      request.resume();
      response.writeHead(fault.status);
      answer();
      return;
    }
  }
  const url = new URL(request.url ?? '/', 'http://localhost');
  const [, kind, name] = /^\/(upload\/)?storage\/v1\/b\/[^/]+\/o(?:\/(.+))?$/.exec(url.pathname) ?? [];
  if (kind) return upload(request, response, url);
  if (name) return one(request, response, decodeURIComponent(name), url);
  return list(response, url);
});
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
// Ends with whoever started it.
process.stdin.resume().once('close', () => process.exit());

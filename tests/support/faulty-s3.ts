import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { s3ClientOf } from './s3-client';
import { sharedS3Server } from './shared-s3';

export type Fault =
  /** Answers so without asking the store. */
  | { kind: 'answer'; status: number; code?: string }
  /** Never answers. */
  | { kind: 'stall' }
  /** Passes everything on, a piece at a time. */
  | { kind: 'slow'; millisecondsPerPiece: number }
  /** Stores something else than was sent, and says 200. */
  | { kind: 'half' | 'flip' }
  /** Stores what was sent, and says 500 or nothing. */
  | { kind: 'lost'; answer: 500 | 'silence' }
  /** Breaks off in the middle of the answer; `quiet`: as if that were all. */
  | { kind: 'cut'; quiet?: boolean }
  | { kind: 'flip-read' };

export interface Rule {
  method: string;
  /** Matched against path and query. */
  path: RegExp;
  fault: Fault;
  /** How often; for ever where it is left out. */
  times?: number;
}

export interface FaultyS3 {
  endpoint: string;
  rules: Rule[];
  /** Every request that came: "PUT /bucket/key?x". */
  seen: string[];
  close(): Promise<void>;
}

/** A real S3 server behind a proxy that spoils the requests it is told to. */
export async function openFaultyS3(): Promise<FaultyS3> {
  const upstream = await sharedS3Server();
  const rules: Rule[] = [];
  const seen: string[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const what = request.url ?? '/';
    seen.push(`${request.method} ${what}`);
    const rule = rules.find(
      ({ method, path, times = 1 }) => times > 0 && method === request.method && path.test(decodeURIComponent(what)),
    );
    if (rule?.times !== undefined) rule.times -= 1;
    await act(rule?.fault, request, response, upstream);
  };
  const server: Server = createServer((request, response) => {
    handle(request, response).catch((error) => {
      console.error('PROXY', error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    rules,
    seen,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

type Upstream = Awaited<ReturnType<typeof sharedS3Server>>;

async function act(
  fault: Fault | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  upstream: Upstream,
): Promise<void> {
  switch (fault?.kind) {
    case 'answer':
      request.resume();
      return refuse(response, fault.status, fault.code);
    case 'stall':
      request.resume();
      return;
    case 'half':
    case 'flip':
      return storeOther(fault.kind, request, response, upstream);
    case 'lost': {
      const stored = await forward(request, upstream);
      stored.resume();
      if (fault.answer === 500) return refuse(response, 500, 'InternalError');
      response.destroy();
      return;
    }
  }
  const answer = await forward(request, upstream, fault?.kind === 'slow' ? fault.millisecondsPerPiece : 0);
  await giveBack(fault, answer, response);
}

function refuse(response: ServerResponse, status: number, code = 'InternalError'): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>fault</Message></Error>`);
}

async function forward(request: IncomingMessage, { endpoint }: Upstream, wait = 0): Promise<IncomingMessage> {
  const { hostname, port } = new URL(endpoint);
  const { method, url: path, headers } = request;
  // The host is part of the signature: it goes on as it came.
  const onward = httpRequest({ hostname, port, method, path, headers });
  const answered = new Promise<IncomingMessage>((resolve, reject) =>
    onward.once('response', resolve).once('error', reject),
  );
  for await (const chunk of request) {
    if (wait > 0) await delay(wait);
    if (!onward.write(chunk)) await drained(onward);
  }
  onward.end();
  return answered;
}

async function giveBack(fault: Fault | undefined, answer: IncomingMessage, response: ServerResponse): Promise<void> {
  const length = Number(answer.headers['content-length'] ?? 0);
  const cut = fault?.kind === 'cut' ? Math.floor(length / 2) : Number.POSITIVE_INFINITY;
  const headers =
    fault?.kind === 'cut' && fault.quiet ? { ...answer.headers, 'content-length': String(cut) } : answer.headers;
  response.writeHead(answer.statusCode ?? 500, headers);
  let sent = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    const bytes = chunk.subarray(0, Math.max(0, cut - sent));
    if (fault?.kind === 'flip-read' && sent === 0) bytes[0] = (bytes[0] ?? 0) ^ 1;
    sent += bytes.byteLength;
    if (!response.write(bytes)) await drained(response);
    if (sent < cut) continue;
    if (fault?.kind === 'cut' && fault.quiet) break;
    response.destroy();
    answer.destroy();
    return;
  }
  response.end();
}

/** Waits until more may be written, or nobody reads any more. */
const drained = (stream: Writable): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });

/** The store gets other bytes, in a request of our own; the client is told that all is well. */
async function storeOther(
  kind: 'half' | 'flip',
  request: IncomingMessage,
  response: ServerResponse,
  upstream: Upstream,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const sent = Buffer.concat(chunks);
  const Body = kind === 'half' ? sent.subarray(0, sent.byteLength >> 1) : Buffer.from(sent);
  if (kind === 'flip') Body[Body.byteLength >> 1] = (Body[Body.byteLength >> 1] ?? 0) ^ 1;
  const url = new URL(request.url ?? '/', upstream.endpoint);
  const [, Bucket = '', ...rest] = decodeURIComponent(url.pathname).split('/');
  const target = { Bucket, Key: rest.join('/'), Body };
  const uploadId = url.searchParams.get('uploadId');
  const Metadata = { 'put-id': String(request.headers['x-amz-meta-put-id'] ?? '') };
  const client = s3ClientOf(upstream);
  const { ETag = '' } = uploadId
    ? await client.send(
        new UploadPartCommand({
          ...target,
          UploadId: uploadId,
          PartNumber: Number(url.searchParams.get('partNumber')),
        }),
      )
    : await client.send(new PutObjectCommand({ ...target, Metadata }));
  response.writeHead(200, { etag: ETag }).end();
}

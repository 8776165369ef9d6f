import type { Readable } from 'node:stream';
import { host, openDownload } from '@/lib/backup/server';
import { adminRoute, refuse } from '../admin-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const maxDuration = 300;

/** Redeems a one-time token and streams the stored file. The token is bound to the admin who was given it. */
export const GET = (request: Request) =>
  adminRoute('download', async (actor) => {
    const token = new URL(request.url).searchParams.get('token') ?? '';
    const opened = await openDownload({ token, actor, signal: request.signal });
    if (!opened.ok) return refuse(opened.error);
    const { stream, size, sha256, fileName, ended } = opened.value;
    return new Response(
      pulled(stream, (bytes) => host.runAfterResponse(ended(bytes))),
      {
        headers: {
          'content-type': 'application/octet-stream',
          'content-length': String(size),
          'content-disposition': `attachment; filename="${fileName}"`,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
          'x-accel-buffering': 'no',
        },
      },
    );
  });

/** Pull only, so that back-pressure reaches the disk. Readable.toWeb throws uncaught on Node 20 when a client goes away. */
function pulled(stream: Readable, ended: (bytes: number) => void): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  let sent = 0;
  stream.once('close', () => ended(sent));
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await chunks.next();
        if (done) return controller.close();
        sent += value.byteLength;
        controller.enqueue(new Uint8Array(value));
      },
      cancel() {
        stream.destroy();
      },
    },
    { highWaterMark: 0 },
  );
}

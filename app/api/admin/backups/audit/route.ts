import { appError, exportAudit } from '@/lib/backup/server';
import { adminRoute, refuse } from '../admin-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** The audit as a file: `?format=csv|json`, with the filter of the page. */
export const GET = (request: Request) =>
  adminRoute('view', async (actor) => {
    const query = new URL(request.url).searchParams;
    const format = query.get('format');
    if (format !== 'csv' && format !== 'json') return refuse(appError('INVALID_INPUT', 'The format is csv or json.'));
    const filter = Object.fromEntries(['act', 'actor', 'from', 'until'].map((key) => [key, query.get(key)]));
    const exported = await exportAudit({ ...filter, format }, { trigger: 'manual', actor });
    if (!exported.ok) return refuse(exported.error);
    const { text, fileName, mediaType } = exported.value;
    return new Response(streamed(text[Symbol.asyncIterator]()), {
      headers: {
        'content-type': mediaType,
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    });
  });

function streamed(pieces: AsyncIterator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await pieces.return?.()),
  });
}

import { appError, getContentBytes, readPathToken } from '@/lib/backup/server';
import { adminRoute, refuse } from '../../admin-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/**
 * A file at a commit, byte for byte: as an attachment, so that nothing of the content is ever opened as a page of this
 * site. Only what is a picture by its own bytes is also shown, with `view=1`.
 */
export const GET = (request: Request) =>
  adminRoute('view', async () => {
    const query = new URL(request.url).searchParams;
    const path = readPathToken(query.get('path') ?? '');
    if (path === null) return refuse(appError('INVALID_INPUT', 'This is not a file of the content.'));
    const file = await getContentBytes({ path, sha: query.get('sha') ?? '' });
    if (!file.ok) return refuse(file.error);
    const { bytes, name, picture } = file.value;
    const isShown = query.get('view') === '1' && picture !== null;
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': isShown ? picture : 'application/octet-stream',
        'content-disposition': `${isShown ? 'inline' : 'attachment'}; ${fileName(name)}`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'content-security-policy': "default-src 'none'; sandbox",
      },
    });
  });

/** As RFC 6266 and 8187 have it. Bytes that are no text, and what would end a header, cannot stand there. */
function fileName(name: string): string {
  const safe = name.replaceAll(/[\p{Cs}\p{Cc}\p{Bidi_Control}]/gu, '_');
  const encoded = encodeURIComponent(safe).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `filename="file"; filename*=UTF-8''${encoded}`;
}

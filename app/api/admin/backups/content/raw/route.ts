import { appError, getContentFile, readPathToken } from '@/lib/backup/server';
import { adminRoute, refuse } from '../../admin-route';

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';

/** A file at a commit, as an attachment only: nothing of the content is ever opened as a page of this site. */
export const GET = (request: Request) =>
  adminRoute('view', async () => {
    const query = new URL(request.url).searchParams;
    const path = readPathToken(query.get('path') ?? '');
    if (path === null) return refuse(appError('INVALID_INPUT', 'This is not a file of the content.'));
    const file = await getContentFile({ path, sha: query.get('sha') ?? '' });
    if (!file.ok) return refuse(file.error);
    const { text, preview, lossy } = file.value;
    const bytes = preview
      ? Buffer.from(preview.slice(preview.indexOf(',') + 1), 'base64')
      : text !== null && !lossy
        ? Buffer.from(text, 'utf8')
        : null;
    if (!bytes) {
      return refuse(
        appError('UNSUPPORTED', 'This file is too large to download here, or is not text.', {
          hint: 'Take it from a clone of the content.',
        }),
      );
    }
    const name = (path.split('/').at(-1) ?? 'file').replaceAll(/\p{Cs}/gu, '_');
    return new Response(new Uint8Array(bytes), {
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="file"; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", '%27')}`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      },
    });
  });

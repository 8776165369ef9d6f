/** The site's folder in every storage: lower case letters, digits and dashes, at most 48. */
export const SITE_SLUG_PATTERN = /^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/;

/** "MCP Server Directory" → "mcp-server-directory". A name without Latin letters gives "site". */
export function siteSlug(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/g, '');
  return slug || 'site';
}

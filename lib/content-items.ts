import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { contentPath } from './content-path';
import { logger } from './logger';

export interface ContentItem {
  slug: string;
  name: string;
  description: string | null;
  category: string | null;
}

const KEPT_MS = 60_000;
const category = z.union([z.string(), z.array(z.string()).transform((all) => all[0])]).nullish();
const itemFile = z.object({ name: z.coerce.string(), description: z.string().nullish(), category });

/** On globalThis: pages and route handlers may hold separate copies of this module. */
const memory = globalThis as typeof globalThis & {
  contentItems?: { at: number; items: Promise<{ items: ContentItem[]; total: number }> };
};

async function readItem(root: string, slug: string): Promise<ContentItem | null> {
  try {
    const text = await readFile(path.join(/* turbopackIgnore: true */ root, slug, `${slug}.yml`), 'utf8');
    const parsed = itemFile.safeParse(parse(text));
    if (!parsed.success) return null;
    const { name, description, category: first } = parsed.data;
    return { slug, name, description: description ?? null, category: first ?? null };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : cause;
    logger.warn('An item of the content folder cannot be read.', { slug, reason });
    return null;
  }
}

async function readItems(limit: number): Promise<{ items: ContentItem[]; total: number }> {
  const root = path.join(/* turbopackIgnore: true */ contentPath(), 'data');
  const entries = await readdir(root, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') logger.warn('The content folder cannot be read.', { cause });
    return [];
  });
  const slugs = entries.filter((entry) => entry.isDirectory() && entry.name !== 'comparisons').map(({ name }) => name);
  const items = await Promise.all(
    slugs
      .toSorted()
      .slice(0, limit)
      .map((slug) => readItem(root, slug)),
  );
  return { items: items.filter((item) => item !== null), total: slugs.length };
}

/** The first items of the directory by slug, and how many there are. Remembered for a minute. */
export function listContentItems(limit = 60): Promise<{ items: ContentItem[]; total: number }> {
  const kept = memory.contentItems;
  if (kept && Date.now() - kept.at < KEPT_MS) return kept.items;
  const items = readItems(limit);
  memory.contentItems = { at: Date.now(), items };
  return items;
}

/** Called after the content folder was changed from outside, so that visitors see it at once. */
export function forgetContentItems(): void {
  memory.contentItems = undefined;
}

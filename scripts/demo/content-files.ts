import { stringify } from 'yaml';
import { DEMO_CATEGORIES, type DemoItem } from '@/lib/db/seed/demo-items';

export interface ListedItem extends DemoItem {
  tags: string[];
  featured: boolean;
  updatedAt: Date;
}

export function itemPath(slug: string, kind: 'yml' | 'md' = 'yml'): string {
  return `data/${slug}/${slug}.${kind}`;
}

export function itemYaml(item: ListedItem): string {
  return yaml({
    name: item.name,
    description: item.summary,
    source_url: `https://example.com/mcp/${item.slug}`,
    category: item.category,
    tags: item.tags,
    featured: item.featured,
    icon_url: `https://icons.example.com/${item.slug}.svg`,
    updated_at: item.updatedAt.toISOString().slice(0, 16).replace('T', ' '),
  });
}

export function itemMarkdown(item: ListedItem): string {
  const setting = JSON.stringify({ [item.slug]: { command: 'npx', args: ['-y', `@example/${item.slug}`] } }, null, 2);
  return `# ${item.name}\n\n${item.summary}\n\n## Install\n\n\`\`\`json\n${setting}\n\`\`\`\n\n## What it may do\n\nIt asks before it changes anything, and says “no” where it must.\n`;
}

/** The categories that are used, each with the identifier that items name. */
export function categoriesYaml(used: ReadonlySet<string>): string {
  return yaml([...DEMO_CATEGORIES].filter(([id]) => used.has(id)).map(([id, name]) => ({ id, name })));
}

export function tagsYaml(tags: Iterable<string>): string {
  return yaml([...tags].sort().map((id) => ({ id, name: id.charAt(0).toUpperCase() + id.slice(1) })));
}

export function collectionsYaml(featured: readonly ListedItem[]): string {
  return yaml([
    {
      id: 'first-five',
      slug: 'first-five',
      name: 'Five to begin with',
      description: 'What we install on a new machine',
      items: featured.slice(0, 5).map((item) => item.slug),
      isActive: true,
    },
    {
      id: 'self-hosted',
      slug: 'self-hosted',
      name: 'On your own server',
      description: "Nothing leaves the house: it's all yours",
      items: featured.slice(5).map((item) => item.slug),
      isActive: featured.length > 5,
    },
  ]);
}

export function siteYaml(itemsPerPage: number): string {
  return yaml({
    company_name: 'MCP Server Directory',
    item_name: 'server',
    items_name: 'servers',
    copyright_year: 2026,
    pagination: { type: 'standard', itemsPerPage },
    settings: { categories_enabled: true, tags_enabled: true, newsletter_enabled: true },
  });
}

export const README = `# MCP Server Directory

The content of the directory: one folder for each server under \`data/\`, with its facts in YAML and its page in
Markdown. A change that reaches the main branch is on the site a few minutes later.
`;

export const LICENSE = 'The texts of this directory are free to use under CC BY 4.0.\n';

export const ABOUT = `# About

We list servers that speak the Model Context Protocol, and say what each of them may touch.
`;

export const ABOUT_FRENCH = `# À propos

Nous recensons les serveurs qui parlent le « Model Context Protocol », et disons à quoi chacun d’eux a accès.
`;

function yaml(value: unknown): string {
  return stringify(value, { lineWidth: 0 });
}

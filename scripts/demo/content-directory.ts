import type { DemoItem } from '@/lib/db/seed/demo-items';
import {
  categoriesYaml,
  collectionsYaml,
  itemMarkdown,
  itemPath,
  itemYaml,
  type ListedItem,
  tagsYaml,
} from './content-files';
import type { AUTHORS, Change, ContentStory } from './content-story';

export const TAGS = ['official', 'local', 'self-hosted', 'typescript', 'python', 'rust', 'beta', 'read-only'];

const REMARKS = [
  'It asks first.',
  'Works offline.',
  'Needs a token.',
  'Version 2 starts twice as fast.',
  '«Très pratique.»',
];
const PEOPLE = ['amara', 'jonas', 'misaki'] as const satisfies (keyof typeof AUTHORS)[];

/** The items that the directory lists at this point of its story, and what people do to them. */
export class ContentDirectory {
  private readonly listed = new Map<string, ListedItem>();

  constructor(private readonly story: ContentStory) {}

  /** Puts the items on the list. @returns the files of that, for a commit of the caller. */
  list(items: readonly DemoItem[]): Change[] {
    const { random, now } = this.story;
    return items.flatMap((item) => {
      const tags = [...new Set([random.pick(TAGS), random.pick(TAGS)])];
      const entry = { ...item, tags, featured: random.chance(0.12), updatedAt: now };
      this.listed.set(item.slug, entry);
      return [
        { path: itemPath(item.slug), content: itemYaml(entry) },
        { path: itemPath(item.slug, 'md'), content: itemMarkdown(entry) },
      ];
    });
  }

  add(items: readonly DemoItem[]): void {
    const [first] = items;
    const title = items.length === 1 ? `Add ${first?.name}` : `Add ${items.length} servers`;
    this.story.commit(this.story.random.pick(PEOPLE), title, this.list(items));
  }

  editOne(): void {
    const { random, now } = this.story;
    const item = random.pick([...this.listed.values()]);
    const fresh = REMARKS.filter((remark) => !item.summary.includes(remark));
    const [title, change] = random.pick<[string, Partial<ListedItem>]>([
      [`${item.featured ? 'No longer feature' : 'Feature'} ${item.name}`, { featured: !item.featured }],
      [`Say more about ${item.name}`, { summary: `${item.summary} ${random.pick(fresh)}` }],
      [`Tag ${item.name}`, { tags: [...new Set([...item.tags, random.pick(TAGS)])] }],
    ]);
    const changed = { ...item, ...change, updatedAt: now };
    this.listed.set(item.slug, changed);
    this.story.commit(random.pick(PEOPLE), title, [{ path: itemPath(item.slug), content: itemYaml(changed) }]);
  }

  /** What the site itself commits. */
  updateLists(): void {
    const { random, now } = this.story;
    const entries = [...this.listed.values()];
    const [what, content] = random.pick([
      ['categories', categoriesYaml(new Set(entries.map((entry) => entry.category)))],
      ['collections', collectionsYaml(entries.filter((entry) => entry.featured))],
      ['tags', tagsYaml(new Set(entries.flatMap((entry) => entry.tags)))],
    ] as const);
    this.story.commit('bot', `Update ${what} - ${now.toISOString()}`, [{ path: `${what}.yml`, content }]);
  }

  remove(items: readonly DemoItem[]): void {
    const changes = items.flatMap(({ slug }): Change[] => {
      this.listed.delete(slug);
      return [
        { path: itemPath(slug), gone: true },
        { path: itemPath(slug, 'md'), gone: true },
      ];
    });
    this.story.commit('jonas', `Remove ${items.map((item) => item.name).join(', ')}: closed`, changes);
  }

  renameItem(from: string, to: string): void {
    const item = this.listed.get(from);
    if (!item) throw new Error(`The item ${from} is not listed.`);
    const renamed = { ...item, slug: to, updatedAt: this.story.now };
    this.listed.delete(from);
    this.listed.set(to, renamed);
    this.story.commit('misaki', `Rename ${from} to ${to}`, [
      { path: itemPath(to), from: itemPath(from) },
      { path: itemPath(to, 'md'), from: itemPath(from, 'md') },
      { path: itemPath(to), content: itemYaml(renamed) },
    ]);
  }
}

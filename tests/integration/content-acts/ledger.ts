import { createHash } from 'node:crypto';
import type { ContentRepository } from '../content/content-repository';
import { snapshot } from './content-site';

const blobId = (base64: string): string => {
  const bytes = Buffer.from(base64, 'base64');
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
};

/** Notes what a content folder holds, by the ids that git gives to bytes, and asks later where all of it has gone. */
export class Ledger {
  readonly #noted = new Map<string, string>();
  readonly #site: ContentRepository;

  constructor(site: ContentRepository) {
    this.#site = site;
  }

  get size(): number {
    return this.#noted.size;
  }

  /** Every file as it stands, and the commit that is checked out. */
  note(): void {
    this.#noted.set(this.#site.git('rev-parse', 'HEAD'), 'A commit');
    for (const [file, bytes] of Object.entries(snapshot(this.#site.path))) this.#noted.set(blobId(bytes), file);
  }

  /** What was noted and is neither in the tree, nor in a commit of a branch, nor under a rescue ref. */
  missing(): string[] {
    const objects = this.#site.git('rev-list', '--objects', '--branches', '--glob=refs/rescue/*');
    const found = new Set(objects.split('\n').map((line) => line.slice(0, 40)));
    for (const bytes of Object.values(snapshot(this.#site.path))) found.add(blobId(bytes));
    return [...this.#noted].flatMap(([id, what]) => (found.has(id) ? [] : [`Lost: ${what} (${id})`]));
  }
}

import { DEMO_ITEMS, type DemoItem } from '@/lib/db/seed/demo-items';
import { ContentDirectory, TAGS } from './content-directory';
import type { ImportedCommit } from './content-fast-import';
import { ABOUT, ABOUT_FRENCH, categoriesYaml, LICENSE, README, siteYaml, tagsYaml } from './content-files';
import { LOGO } from './content-logo';
import { COMMITS, ContentStory } from './content-story';

const CLOSED: DemoItem[] = ['Chat Poet', 'Stock Oracle', 'Coffee Timer', 'Horoscope Lookup'].map((name) => ({
  slug: name.toLowerCase().replace(' ', '-'),
  name,
  category: 'productivity',
  summary: 'Was fun for a while.',
}));

const SLUG = 'postgresql-reader';
/** What it was called until the rename. */
const FORMER_SLUG = 'postgres-mcp';

const isTravel = (item: DemoItem) => item.category === 'travel-and-places';

/** A year in the life of a directory: items come, change and go, files move, a branch is merged. */
export function tellContentHistory(): ImportedCommit[] {
  const story = new ContentStory();
  const directory = new ContentDirectory(story);
  const waiting = DEMO_ITEMS.filter((item) => !isTravel(item)).map((item) =>
    item.slug === SLUG ? { ...item, slug: FORMER_SLUG } : item,
  );
  begin(story);
  directory.add(waiting.splice(0, 12));

  const events = planEvents(story, directory);
  while (story.commits.length < COMMITS) {
    const event = events.get(story.commits.length);
    const late = waiting.length > COMMITS - 30 - story.commits.length;
    if (event) event();
    else if (waiting.length > 0 && (late || story.random.chance(0.5))) {
      directory.add(waiting.splice(0, story.random.integer(1, 2)));
    } else if (story.random.chance(0.3)) directory.updateLists();
    else directory.editOne();
  }
  return story.commits;
}

function begin(story: ContentStory): void {
  story.commit('amara', 'Start the directory', [
    { path: 'README.md', content: README },
    { path: 'LICENSE.md', content: LICENSE },
    { path: 'config.yml', content: siteYaml(12) },
    { path: 'categories.yml', content: categoriesYaml(new Set()) },
    { path: 'collections.yml', content: '[]\n' },
    { path: 'tags.yml', content: tagsYaml(TAGS) },
  ]);
}

/** By the number of commits before them. */
function planEvents(story: ContentStory, directory: ContentDirectory): Map<number, () => void> {
  const page = (path: string, content: string) => [{ path, content }];
  const settings = () => `Update works.yml - ${story.now.toISOString()}`;
  const move = (from: string, to: string) => story.commit('amara', `Move ${from} to ${to}`, [{ path: to, from }]);
  return new Map<number, () => void>([
    [9, () => story.commit('jonas', 'Write an about page', page('pages/about.md', ABOUT))],
    [18, () => story.commit('amara', 'List what readers sent in', directory.list(CLOSED))],
    [27, () => move('config.yml', 'works.yml')],
    [38, () => story.commit('misaki', 'Draw a logo', [{ path: 'assets/logo.png', content: LOGO }])],
    [46, () => story.commit('bot', settings(), page('works.yml', siteYaml(24)))],
    [55, () => mergeTravel(story, directory)],
    [67, () => story.commit('jonas', 'Traduire la page « À propos »', page('pages/à-propos.md', ABOUT_FRENCH))],
    [74, () => directory.renameItem(FORMER_SLUG, SLUG)],
    [88, () => move('works.yml', '.works/works.yml')],
    [97, () => directory.remove(CLOSED.slice(0, 1))],
    [109, () => directory.remove(CLOSED.slice(1))],
  ]);
}

function mergeTravel(story: ContentStory, directory: ContentDirectory): void {
  const travel = DEMO_ITEMS.filter(isTravel);
  const places = directory.list(travel.slice(0, 2));
  const opened = story.commitBeside('misaki', 'Add maps and weather', places, story.current);
  story.commit('jonas', 'Say thanks in the README', [
    { path: 'README.md', content: `${README}\nThank you, readers.\n` },
  ]);
  const journeys = directory.list(travel.slice(2));
  const closed = story.commitBeside('misaki', 'Add trains and flights', journeys, opened);
  story.merge('amara', "Merge branch 'travel-and-places'", [...places, ...journeys], closed);
}

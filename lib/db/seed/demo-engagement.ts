import { comments, favorites, itemViews, votes } from '../schema';
import { DEMO_CATEGORIES, DEMO_ITEMS } from './demo-items';
import type { DemoPerson } from './demo-people';
import { writeSentence } from './demo-sentences';
import type { RowWriter } from './insert-rows';
import { DAY, DEMO_END, HOUR, TENANT_ID } from './seed-plan';
import { createRandom } from './seeded-random';

const COMMENTS = 6_000;
const VOTES = 12_000;
const FAVORITES = 5_000;
const VIEWS = 21_000;

/** What people do with items: few items get most of it. */
export async function writeEngagement(writer: RowWriter, people: DemoPerson[]): Promise<void> {
  await writer.insert(comments, commentRows(people));
  await writer.insert(votes, voteRows(people));
  await writer.insert(favorites, favoriteRows(people));
  await writer.insert(itemViews, viewRows(people));
}

function commentRows(people: DemoPerson[]) {
  const random = createRandom('comments');
  return Array.from({ length: COMMENTS }, () => {
    const author = random.pickPopular(people);
    const item = random.pickPopular(DEMO_ITEMS);
    const createdAt = random.dateBetween(author.joined, DEMO_END);
    const edited = random.chance(0.08) ? random.dateBetween(createdAt, DEMO_END) : null;
    return {
      id: random.uuid(),
      content: writeSentence(random, item.name),
      userId: author.profileId,
      itemId: item.slug,
      rating: random.pickPopular([5, 4, 5, 3, 4, 2, 0, 1]),
      createdAt,
      updatedAt: edited ?? createdAt,
      deletedAt: random.chance(0.02) ? DEMO_END : null,
      editedAt: edited,
      tenantId: TENANT_ID,
    };
  });
}

function voteRows(people: DemoPerson[]) {
  const random = createRandom('votes');
  return distinct(VOTES, () => {
    const voter = random.pick(people);
    const item = random.pickPopular(DEMO_ITEMS);
    const createdAt = random.dateBetween(voter.joined, DEMO_END);
    return {
      key: `${voter.profileId} ${item.slug}`,
      row: {
        id: random.uuid(),
        userId: voter.profileId,
        itemId: item.slug,
        voteType: random.chance(0.87) ? 'upvote' : 'downvote',
        createdAt,
        updatedAt: createdAt,
        tenantId: random.chance(0.1) ? null : TENANT_ID,
      },
    };
  });
}

function favoriteRows(people: DemoPerson[]) {
  const random = createRandom('favorites');
  return distinct(FAVORITES, () => {
    const fan = random.pick(people);
    const item = random.pickPopular(DEMO_ITEMS);
    const createdAt = random.dateBetween(fan.joined, DEMO_END);
    return {
      key: `${fan.userId} ${item.slug}`,
      row: {
        id: random.uuid(),
        userId: fan.userId,
        itemSlug: item.slug,
        itemName: item.name,
        itemIconUrl: random.chance(0.5) ? `https://icons.example.com/${item.slug}.svg` : null,
        itemCategory: DEMO_CATEGORIES.get(item.category) ?? item.category,
        createdAt,
        updatedAt: createdAt,
        tenantId: TENANT_ID,
      },
    };
  });
}

function viewRows(people: DemoPerson[]) {
  const random = createRandom('item_views');
  return distinct(VIEWS, () => {
    const item = random.pickPopular(DEMO_ITEMS);
    const viewer = random.chance(0.4) ? random.pick(people).userId : `visitor-${random.hex(12)}`;
    // Most visits are recent, and nobody visits at four in the morning.
    const daysAgo = Math.floor(random.fraction() ** 2 * 365);
    const viewedAt = new Date(DEMO_END.getTime() - daysAgo * DAY - random.integer(0, 12) * HOUR);
    const viewedDateUtc = viewedAt.toISOString().slice(0, 10);
    return {
      key: `${item.slug} ${viewer} ${viewedDateUtc}`,
      row: { id: random.uuid(), itemId: item.slug, viewerId: viewer, viewedDateUtc, viewedAt, tenantId: TENANT_ID },
    };
  });
}

/** Draws until there are `count` rows of different keys. */
function distinct<Row>(count: number, draw: () => { key: string; row: Row }): Row[] {
  const rows = new Map<string, Row>();
  while (rows.size < count) {
    const { key, row } = draw();
    if (!rows.has(key)) rows.set(key, row);
  }
  return [...rows.values()];
}

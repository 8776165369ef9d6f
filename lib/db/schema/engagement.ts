import { index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { users } from './identity';
import { clientProfiles } from './profiles';
import { tenantId } from './tenant';

const identifier = () =>
  text('id')
    .primaryKey()
    .$defaultFn(() => crypto.randomUUID());

export const comments = pgTable(
  'comments',
  {
    id: identifier(),
    content: text('content').notNull(),
    /** A client profile, in spite of the column's name. */
    userId: text('userId')
      .notNull()
      .references(() => clientProfiles.id, { onDelete: 'cascade' }),
    itemId: text('itemId').notNull(),
    rating: integer('rating').notNull().default(0),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    updatedAt: timestamp('updated_at', { withTimezone: true }).notNull().defaultNow(),
    deletedAt: timestamp('deleted_at', { withTimezone: true }),
    editedAt: timestamp('edited_at', { withTimezone: true }),
    tenantId: tenantId(),
  },
  (table) => [index('comments_item_idx').on(table.itemId), index('comments_user_idx').on(table.userId)],
);

export const votes = pgTable(
  'votes',
  {
    id: identifier(),
    /** A client profile, in spite of the column's name. */
    userId: text('userid')
      .notNull()
      .references(() => clientProfiles.id, { onDelete: 'cascade' }),
    itemId: text('item_id').notNull(),
    voteType: text('vote_type').notNull().default('upvote'),
    createdAt: timestamp('created_at').notNull().defaultNow(),
    updatedAt: timestamp('updated_at').notNull().defaultNow(),
    tenantId: tenantId(),
  },
  (table) => [
    uniqueIndex('votes_user_item_unique').on(table.userId, table.itemId),
    index('votes_item_idx').on(table.itemId),
  ],
);

export const favorites = pgTable(
  'favorites',
  {
    id: identifier(),
    userId: text('userId')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    itemSlug: text('item_slug').notNull(),
    itemName: text('item_name').notNull(),
    itemIconUrl: text('item_icon_url'),
    itemCategory: text('item_category'),
    createdAt: timestamp('created_at').notNull().defaultNow(),
    updatedAt: timestamp('updated_at').notNull().defaultNow(),
    tenantId: tenantId(),
  },
  (table) => [
    uniqueIndex('favorites_user_item_unique').on(table.userId, table.itemSlug),
    index('favorites_item_idx').on(table.itemSlug),
  ],
);

export const itemViews = pgTable(
  'item_views',
  {
    id: identifier(),
    itemId: text('item_id').notNull(),
    viewerId: text('viewer_id').notNull(),
    viewedDateUtc: text('viewed_date_utc').notNull(),
    viewedAt: timestamp('viewed_at', { withTimezone: true }).notNull().defaultNow(),
    tenantId: tenantId(),
  },
  (table) => [uniqueIndex('item_views_daily_unique').on(table.itemId, table.viewerId, table.viewedDateUtc)],
);

export const reports = pgTable(
  'reports',
  {
    id: identifier(),
    contentType: text('content_type').notNull(),
    contentId: text('content_id').notNull(),
    reason: text('reason').notNull(),
    details: text('details'),
    status: text('status').notNull().default('pending'),
    resolution: text('resolution'),
    reportedBy: text('reported_by')
      .notNull()
      .references(() => clientProfiles.id, { onDelete: 'cascade' }),
    reviewedBy: text('reviewed_by').references(() => users.id, { onDelete: 'set null' }),
    reviewNote: text('review_note'),
    createdAt: timestamp('created_at').notNull().defaultNow(),
    updatedAt: timestamp('updated_at').notNull().defaultNow(),
    reviewedAt: timestamp('reviewed_at'),
    resolvedAt: timestamp('resolved_at'),
    tenantId: tenantId(),
  },
  (table) => [
    index('reports_content_idx').on(table.contentType, table.contentId),
    index('reports_status_idx').on(table.status),
  ],
);

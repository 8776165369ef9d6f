import { boolean, index, jsonb, pgTable, serial, text, timestamp, varchar } from 'drizzle-orm/pg-core';
import { users } from './identity';
import { clientProfiles } from './profiles';
import { tenantId } from './tenant';

const identifier = () =>
  text('id')
    .primaryKey()
    .$defaultFn(() => crypto.randomUUID());

export const activityLogs = pgTable(
  'activityLogs',
  {
    id: serial('id').primaryKey(),
    userId: text('userId').references(() => users.id, { onDelete: 'cascade' }),
    clientId: text('clientId').references(() => clientProfiles.id, { onDelete: 'cascade' }),
    action: text('action').notNull(),
    timestamp: timestamp('timestamp').notNull().defaultNow(),
    ipAddress: varchar('ip_address', { length: 45 }),
    tenantId: tenantId(),
  },
  (table) => [
    index('activity_logs_user_idx').on(table.userId),
    index('activity_logs_timestamp_idx').on(table.timestamp),
    index('activity_logs_action_idx').on(table.action),
  ],
);

export const itemAuditLogs = pgTable(
  'item_audit_logs',
  {
    id: identifier(),
    itemId: text('item_id').notNull(),
    itemName: text('item_name').notNull(),
    action: text('action').notNull(),
    previousStatus: text('previous_status'),
    newStatus: text('new_status'),
    changes: jsonb('changes').$type<Record<string, { old: unknown; new: unknown }>>(),
    performedBy: text('performed_by').references(() => users.id, { onDelete: 'set null' }),
    performedByName: text('performed_by_name'),
    notes: text('notes'),
    metadata: jsonb('metadata').$type<Record<string, unknown>>(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    tenantId: tenantId(),
  },
  (table) => [
    index('item_audit_logs_item_idx').on(table.itemId),
    index('item_audit_logs_created_idx').on(table.createdAt),
  ],
);

export const notifications = pgTable(
  'notifications',
  {
    id: identifier(),
    userId: text('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    type: text('type').notNull(),
    title: text('title').notNull(),
    message: text('message').notNull(),
    data: text('data'),
    isRead: boolean('is_read').notNull().default(false),
    readAt: timestamp('read_at'),
    createdAt: timestamp('created_at').notNull().defaultNow(),
    updatedAt: timestamp('updated_at').notNull().defaultNow(),
    tenantId: tenantId(),
    priority: text('priority').notNull().default('normal'),
    category: text('category').notNull().default('system'),
    actorId: text('actor_id').references(() => users.id, { onDelete: 'set null' }),
    groupKey: text('group_key'),
    archivedAt: timestamp('archived_at'),
    deliveredChannels: text('delivered_channels').array(),
  },
  (table) => [
    index('notifications_user_idx').on(table.userId, table.isRead),
    index('notifications_created_idx').on(table.createdAt),
  ],
);

export const newsletterSubscriptions = pgTable('newsletterSubscriptions', {
  id: identifier(),
  email: text('email').notNull().unique(),
  isActive: boolean('is_active').notNull().default(true),
  subscribedAt: timestamp('subscribed_at').notNull().defaultNow(),
  unsubscribedAt: timestamp('unsubscribed_at'),
  lastEmailSent: timestamp('last_email_sent'),
  source: text('source').default('footer'),
  tenantId: tenantId(),
});

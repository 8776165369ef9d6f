import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';

export const tenant = pgTable('tenant', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  website: text('website'),
  domain: text('domain').unique(),
  slug: text('slug').unique(),
  status: text('status').notNull().default('active'),
  createdAt: timestamp('created_at').notNull().defaultNow(),
  updatedAt: timestamp('updated_at').notNull().defaultNow(),
});

/** The owner of a row. Null in rows that were written before the site knew of tenants. */
export const tenantId = () => text('tenant_id').references(() => tenant.id, { onDelete: 'cascade' });

import { pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { tenantId } from './tenant';

/**
 * One row, id `singleton`: how far the first fill of the database got, and the lease of whoever does it.
 * `status` is `seeding`, `completed` or `failed`. Times are UTC by the database's own clock.
 */
export const seedStatus = pgTable('seed_status', {
  id: text('id').primaryKey().default('singleton'),
  status: text('status').notNull(),
  startedAt: timestamp('started_at').notNull().defaultNow(),
  completedAt: timestamp('completed_at'),
  version: text('version'),
  error: text('error'),
  tenantId: tenantId(),
});

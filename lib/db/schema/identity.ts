import { boolean, index, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { tenantId } from './tenant';

const newId = () => crypto.randomUUID();

export const users = pgTable('users', {
  id: text('id').primaryKey().$defaultFn(newId),
  email: text('email').unique(),
  image: text('image'),
  emailVerified: timestamp('emailVerified'),
  passwordHash: text('password_hash'),
  createdAt: timestamp('created_at').notNull().defaultNow(),
  updatedAt: timestamp('updated_at').notNull().defaultNow(),
  deletedAt: timestamp('deleted_at'),
  tenantId: tenantId(),
  deactivatedAt: timestamp('deactivated_at'),
});

/** The template creates this table, `authenticators` and `verificationTokens` without a primary key; so do we. */
export const accounts = pgTable(
  'accounts',
  {
    userId: text('userId')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    type: text('type').notNull(),
    provider: text('provider').notNull(),
    providerAccountId: text('providerAccountId').notNull(),
    email: text('email'),
    passwordHash: text('password_hash'),
    refresh_token: text('refresh_token'),
    access_token: text('access_token'),
    expires_at: integer('expires_at'),
    token_type: text('token_type'),
    scope: text('scope'),
    id_token: text('id_token'),
    session_state: text('session_state'),
    tenantId: tenantId(),
  },
  (table) => [
    index('accounts_user_idx').on(table.userId),
    index('accounts_provider_idx').on(table.provider, table.providerAccountId),
  ],
);

export const sessions = pgTable(
  'sessions',
  {
    sessionToken: text('sessionToken').primaryKey(),
    userId: text('userId')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    expires: timestamp('expires').notNull(),
    tenantId: tenantId(),
  },
  (table) => [index('sessions_user_idx').on(table.userId)],
);

export const verificationTokens = pgTable(
  'verificationTokens',
  {
    identifier: text('identifier').notNull(),
    email: text('email').notNull(),
    token: text('token').notNull(),
    expires: timestamp('expires').notNull(),
    tenantId: tenantId(),
  },
  (table) => [index('verification_tokens_token_idx').on(table.identifier, table.token)],
);

export const passwordResetTokens = pgTable('passwordResetTokens', {
  id: text('id').primaryKey().$defaultFn(newId),
  email: text('email').notNull(),
  token: text('token').notNull().unique(),
  expires: timestamp('expires').notNull(),
  tenantId: tenantId(),
});

export const authenticators = pgTable('authenticators', {
  credentialID: text('credentialID').notNull().unique(),
  userId: text('userId')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' }),
  providerAccountId: text('providerAccountId').notNull(),
  credentialPublicKey: text('credentialPublicKey').notNull(),
  counter: integer('counter').notNull(),
  credentialDeviceType: text('credentialDeviceType').notNull(),
  credentialBackedUp: boolean('credentialBackedUp').notNull(),
  transports: text('transports'),
  tenantId: tenantId(),
});

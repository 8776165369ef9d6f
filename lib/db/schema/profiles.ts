import { boolean, doublePrecision, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core';
import { users } from './identity';
import { tenantId } from './tenant';

export const clientProfiles = pgTable(
  'client_profiles',
  {
    id: text('id')
      .primaryKey()
      .$defaultFn(() => crypto.randomUUID()),
    userId: text('userId')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    email: text('email').notNull(),
    name: text('name').notNull(),
    displayName: text('display_name'),
    username: text('username').unique(),
    bio: text('bio'),
    jobTitle: text('job_title'),
    company: text('company'),
    industry: text('industry'),
    phone: text('phone'),
    website: text('website'),
    location: text('location'),
    avatar: text('avatar'),
    accountType: text('account_type').default('individual'),
    status: text('status').default('active'),
    plan: text('plan').default('free'),
    timezone: text('timezone').default('UTC'),
    language: text('language').default('en'),
    twoFactorEnabled: boolean('two_factor_enabled').default(false),
    emailVerified: boolean('email_verified').default(false),
    totalSubmissions: integer('total_submissions').default(0),
    notes: text('notes'),
    tags: text('tags'),
    createdAt: timestamp('created_at').notNull().defaultNow(),
    updatedAt: timestamp('updated_at').notNull().defaultNow(),
    warningCount: integer('warning_count').default(0),
    suspendedAt: timestamp('suspended_at', { withTimezone: true }),
    bannedAt: timestamp('banned_at', { withTimezone: true }),
    country: text('country'),
    currency: text('currency').default('USD'),
    defaultLatitude: doublePrecision('default_latitude'),
    defaultLongitude: doublePrecision('default_longitude'),
    defaultCity: text('default_city'),
    defaultCountry: text('default_country'),
    locationPrivacy: text('location_privacy').default('private'),
    tenantId: tenantId(),
    interests: text('interests'),
    skills: jsonb('skills').$type<string[]>(),
    coverColor: text('cover_color'),
    profileVisibility: text('profile_visibility').notNull().default('public'),
  },
  (table) => [
    index('client_profiles_user_idx').on(table.userId),
    index('client_profiles_email_idx').on(table.email),
    index('client_profiles_created_idx').on(table.createdAt),
  ],
);

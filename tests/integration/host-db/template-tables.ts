/** The tables of the Ever Works template, as they stand in its database. Written down by hand, not computed from our schema. */
export const TEMPLATE_TABLES: Record<string, string> = {
  accounts:
    'userId text not null, type text not null, provider text not null, providerAccountId text not null, email text, password_hash text, refresh_token text, access_token text, expires_at integer, token_type text, scope text, id_token text, session_state text, tenant_id text',
  activityLogs:
    'id integer not null, userId text, clientId text, action text not null, timestamp timestamp not null, ip_address varchar(45), tenant_id text',
  authenticators:
    'credentialID text not null, userId text not null, providerAccountId text not null, credentialPublicKey text not null, counter integer not null, credentialDeviceType text not null, credentialBackedUp boolean not null, transports text, tenant_id text',
  client_profiles:
    'id text not null, userId text not null, email text not null, name text not null, display_name text, username text, bio text, job_title text, company text, industry text, phone text, website text, location text, avatar text, account_type text, status text, plan text, timezone text, language text, two_factor_enabled boolean, email_verified boolean, total_submissions integer, notes text, tags text, created_at timestamp not null, updated_at timestamp not null, warning_count integer, suspended_at timestamptz, banned_at timestamptz, country text, currency text, default_latitude double precision, default_longitude double precision, default_city text, default_country text, location_privacy text, tenant_id text, interests text, skills jsonb, cover_color text, profile_visibility text not null',
  comments:
    'id text not null, content text not null, userId text not null, itemId text not null, rating integer not null, created_at timestamptz not null, updated_at timestamptz not null, deleted_at timestamptz, edited_at timestamptz, tenant_id text',
  favorites:
    'id text not null, userId text not null, item_slug text not null, item_name text not null, item_icon_url text, item_category text, created_at timestamp not null, updated_at timestamp not null, tenant_id text',
  item_audit_logs:
    'id text not null, item_id text not null, item_name text not null, action text not null, previous_status text, new_status text, changes jsonb, performed_by text, performed_by_name text, notes text, metadata jsonb, created_at timestamptz not null, tenant_id text',
  item_views:
    'id text not null, item_id text not null, viewer_id text not null, viewed_date_utc text not null, viewed_at timestamptz not null, tenant_id text',
  newsletterSubscriptions:
    'id text not null, email text not null, is_active boolean not null, subscribed_at timestamp not null, unsubscribed_at timestamp, last_email_sent timestamp, source text, tenant_id text',
  notifications:
    'id text not null, user_id text not null, type text not null, title text not null, message text not null, data text, is_read boolean not null, read_at timestamp, created_at timestamp not null, updated_at timestamp not null, tenant_id text, priority text not null, category text not null, actor_id text, group_key text, archived_at timestamp, delivered_channels ARRAY',
  passwordResetTokens:
    'id text not null, email text not null, token text not null, expires timestamp not null, tenant_id text',
  paymentAccounts:
    'id text not null, userId text not null, providerId text not null, customerId text not null, accountId text, lastUsed timestamp, created_at timestamp not null, updated_at timestamp not null, tenant_id text',
  paymentProviders:
    'id text not null, name text not null, is_active boolean not null, created_at timestamp not null, updated_at timestamp not null, tenant_id text',
  permissions:
    'id text not null, key text not null, description text, created_at timestamp not null, updated_at timestamp not null, tenant_id text',
  reports:
    'id text not null, content_type text not null, content_id text not null, reason text not null, details text, status text not null, resolution text, reported_by text not null, reviewed_by text, review_note text, created_at timestamp not null, updated_at timestamp not null, reviewed_at timestamp, resolved_at timestamp, tenant_id text',
  role_permissions: 'role_id text not null, permission_id text not null, created_at timestamp not null, tenant_id text',
  roles:
    'id text not null, name text not null, description text, is_admin boolean not null, status text, created_by text, created_at timestamp not null, updated_at timestamp not null, deleted_at timestamp, tenant_id text',
  seed_status:
    'id text not null, status text not null, started_at timestamp not null, completed_at timestamp, version text, error text, tenant_id text',
  sessions: 'sessionToken text not null, userId text not null, expires timestamp not null, tenant_id text',
  subscriptionHistory:
    'id text not null, subscription_id text not null, action text not null, previous_status text, new_status text, previous_plan text, new_plan text, reason text, metadata text, created_at timestamp not null, tenant_id text',
  subscriptions:
    'id text not null, userId text not null, plan_id text not null, status text not null, start_date timestamp not null, end_date timestamp, payment_provider text not null, subscription_id text, invoice_id text, amount_due integer, amount_paid integer, price_id text, customer_id text, currency text, amount integer, interval text, interval_count integer, trial_start timestamp, trial_end timestamp, cancelled_at timestamp, cancel_at_period_end boolean, cancel_reason text, hosted_invoice_url text, invoice_pdf text, metadata text, created_at timestamp not null, updated_at timestamp not null, auto_renewal boolean, renewal_reminder_sent boolean, last_renewal_attempt timestamptz, failed_payment_count integer, tenant_id text',
  tenant:
    'id text not null, name text not null, website text, domain text, slug text, status text not null, created_at timestamp not null, updated_at timestamp not null',
  user_roles: 'user_id text not null, role_id text not null, created_at timestamp not null, tenant_id text',
  users:
    'id text not null, email text, image text, emailVerified timestamp, password_hash text, created_at timestamp not null, updated_at timestamp not null, deleted_at timestamp, tenant_id text, deactivated_at timestamp',
  verificationTokens:
    'identifier text not null, email text not null, token text not null, expires timestamp not null, tenant_id text',
  votes:
    'id text not null, userid text not null, item_id text not null, vote_type text not null, created_at timestamp not null, updated_at timestamp not null, tenant_id text',
};

/** Tables that are absent here have no primary key. */
export const PRIMARY_KEYS: Record<string, string> = {
  activityLogs: 'id',
  client_profiles: 'id',
  comments: 'id',
  favorites: 'id',
  item_audit_logs: 'id',
  item_views: 'id',
  newsletterSubscriptions: 'id',
  notifications: 'id',
  passwordResetTokens: 'id',
  paymentAccounts: 'id',
  paymentProviders: 'id',
  permissions: 'id',
  reports: 'id',
  role_permissions: 'role_id, permission_id',
  roles: 'id',
  seed_status: 'id',
  sessions: 'sessionToken',
  subscriptionHistory: 'id',
  subscriptions: 'id',
  tenant: 'id',
  user_roles: 'user_id, role_id',
  users: 'id',
  votes: 'id',
};

export const FOREIGN_KEYS: string[] = [
  'activityLogs(clientId) → client_profiles cascade',
  'activityLogs(userId) → users cascade',
  'paymentAccounts(providerId) → paymentProviders cascade',
  'paymentAccounts(userId) → users cascade',
  'subscriptionHistory(subscription_id) → subscriptions cascade',
  'accounts(userId) → users cascade',
  'authenticators(userId) → users cascade',
  'client_profiles(userId) → users cascade',
  'comments(userId) → client_profiles cascade',
  'favorites(userId) → users cascade',
  'item_audit_logs(performed_by) → users set null',
  'notifications(actor_id) → users set null',
  'notifications(user_id) → users cascade',
  'reports(reported_by) → client_profiles cascade',
  'reports(reviewed_by) → users set null',
  'role_permissions(permission_id) → permissions cascade',
  'role_permissions(role_id) → roles cascade',
  'sessions(userId) → users cascade',
  'subscriptions(userId) → users cascade',
  'user_roles(role_id) → roles cascade',
  'user_roles(user_id) → users cascade',
  'votes(userid) → client_profiles cascade',
];

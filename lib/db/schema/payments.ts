import { boolean, index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core';
import { users } from './identity';
import { tenantId } from './tenant';

const identifier = () =>
  text('id')
    .primaryKey()
    .$defaultFn(() => crypto.randomUUID());

export const subscriptions = pgTable(
  'subscriptions',
  {
    id: identifier(),
    userId: text('userId')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    planId: text('plan_id').notNull(),
    status: text('status').notNull().default('pending'),
    startDate: timestamp('start_date').notNull().defaultNow(),
    endDate: timestamp('end_date'),
    paymentProvider: text('payment_provider').notNull(),
    subscriptionId: text('subscription_id'),
    invoiceId: text('invoice_id'),
    /** Amounts are in the smallest unit of `currency`. */
    amountDue: integer('amount_due').default(0),
    amountPaid: integer('amount_paid').default(0),
    priceId: text('price_id'),
    customerId: text('customer_id'),
    currency: text('currency').default('usd'),
    amount: integer('amount').default(0),
    interval: text('interval').default('month'),
    intervalCount: integer('interval_count').default(1),
    trialStart: timestamp('trial_start'),
    trialEnd: timestamp('trial_end'),
    cancelledAt: timestamp('cancelled_at'),
    cancelAtPeriodEnd: boolean('cancel_at_period_end').default(false),
    cancelReason: text('cancel_reason'),
    hostedInvoiceUrl: text('hosted_invoice_url'),
    invoicePdf: text('invoice_pdf'),
    metadata: text('metadata'),
    createdAt: timestamp('created_at').notNull().defaultNow(),
    updatedAt: timestamp('updated_at').notNull().defaultNow(),
    autoRenewal: boolean('auto_renewal').default(true),
    renewalReminderSent: boolean('renewal_reminder_sent').default(false),
    lastRenewalAttempt: timestamp('last_renewal_attempt', { withTimezone: true }),
    failedPaymentCount: integer('failed_payment_count').default(0),
    tenantId: tenantId(),
  },
  (table) => [
    index('subscriptions_user_idx').on(table.userId),
    index('subscriptions_status_idx').on(table.status),
    uniqueIndex('subscriptions_provider_unique').on(table.paymentProvider, table.subscriptionId),
  ],
);

export const subscriptionHistory = pgTable(
  'subscriptionHistory',
  {
    id: identifier(),
    subscriptionId: text('subscription_id')
      .notNull()
      .references(() => subscriptions.id, { onDelete: 'cascade' }),
    action: text('action').notNull(),
    previousStatus: text('previous_status'),
    newStatus: text('new_status'),
    previousPlan: text('previous_plan'),
    newPlan: text('new_plan'),
    reason: text('reason'),
    metadata: text('metadata'),
    createdAt: timestamp('created_at').notNull().defaultNow(),
    tenantId: tenantId(),
  },
  (table) => [index('subscription_history_subscription_idx').on(table.subscriptionId)],
);

export const paymentProviders = pgTable('paymentProviders', {
  id: identifier(),
  name: text('name').notNull().unique(),
  isActive: boolean('is_active').notNull().default(true),
  createdAt: timestamp('created_at').notNull().defaultNow(),
  updatedAt: timestamp('updated_at').notNull().defaultNow(),
  tenantId: tenantId(),
});

export const paymentAccounts = pgTable(
  'paymentAccounts',
  {
    id: identifier(),
    userId: text('userId')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    providerId: text('providerId')
      .notNull()
      .references(() => paymentProviders.id, { onDelete: 'cascade' }),
    customerId: text('customerId').notNull(),
    accountId: text('accountId'),
    lastUsed: timestamp('lastUsed'),
    createdAt: timestamp('created_at').notNull().defaultNow(),
    updatedAt: timestamp('updated_at').notNull().defaultNow(),
    tenantId: tenantId(),
  },
  (table) => [
    uniqueIndex('payment_accounts_user_provider_unique').on(table.userId, table.providerId),
    uniqueIndex('payment_accounts_customer_unique').on(table.customerId, table.providerId),
  ],
);

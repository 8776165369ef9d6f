import type { TableName } from '../database/connection-target';

export const TABLE_GROUP_NAMES = ['auth', 'payments', 'interactions'] as const;
export type TableGroup = (typeof TABLE_GROUP_NAMES)[number];

/** The groups of the template's guide, by physical name: the guide's own `-t subscription_history` backs up nothing. */
export const TABLE_GROUPS: Readonly<Record<TableGroup, readonly string[]>> = {
  auth: ['users', 'accounts', 'sessions', 'user_roles'],
  payments: ['subscriptions', 'subscriptionHistory', 'paymentProviders', 'paymentAccounts'],
  interactions: ['comments', 'votes', 'favorites', 'activityLogs'],
};

export const tablesOfGroup = (group: TableGroup): TableName[] =>
  TABLE_GROUPS[group].map((name) => ({ schema: 'public', name }));

import type { DataKind } from '../views';

type TableKind = Extract<DataKind, 'people' | 'sessions' | 'payments' | 'interactions' | 'other' | 'module'>;

/** Which table holds which kind of the guide's table, by physical name in schema `public`. */
const TABLES: Readonly<Record<Exclude<TableKind, 'other' | 'module'>, readonly string[]>> = {
  people: ['users', 'client_profiles', 'roles', 'permissions', 'role_permissions', 'user_roles', 'tenant'],
  sessions: ['sessions', 'accounts', 'authenticators', 'verificationTokens', 'passwordResetTokens'],
  payments: ['subscriptions', 'subscriptionHistory', 'paymentProviders', 'paymentAccounts'],
  interactions: ['comments', 'votes', 'reports', 'favorites', 'item_views', 'activityLogs', 'notifications'],
};

export const TABLE_KINDS = ['people', 'sessions', 'payments', 'interactions', 'other', 'module'] as const;

/** What a table holds. `other`: nothing that the guide names, such as a table of an addition. */
export function kindOfTable({ schema, name }: { schema: string; name: string }, moduleSchema: string): TableKind {
  if (schema === moduleSchema) return 'module';
  const kinds = ['people', 'sessions', 'payments', 'interactions'] as const;
  return (schema === 'public' && kinds.find((kind) => TABLES[kind].includes(name))) || 'other';
}

/** Whether a file of the repository is part of this kind. */
export const isOfKind = {
  items: (path: string) => /^(?:data\/|(?:categories|tags)(?:\/|\.ya?ml$))/.test(path),
  pages: (path: string) => /^(?:pages\/|collections(?:\/|\.ya?ml$))/.test(path),
};

/** Where the files of a kind lie: their first folder or, at the root, the file itself. In order, each once. */
export const placesOf = (paths: readonly string[]): string[] =>
  [...new Set(paths.map((path) => (path.includes('/') ? `${path.slice(0, path.indexOf('/'))}/` : path)))].sort();

interface Row {
  readonly [column: string]: string | null;
}

const table = (name: string, columns: readonly string[]) => ({ schema: 'public', name, columns });

/** People and money: what cannot be made again. */
export const PRECIOUS_TABLES = ['users', 'subscriptions', 'subscriptionHistory', 'paymentAccounts'].map((name) => ({
  schema: 'public',
  name,
}));

/** Reads accounts out of plain rows by the same rules as live-roles.ts: an active user with an active admin role. */
export function createAccountReader() {
  const people = new Map<string, { email: string | null }>();
  const active = new Set<string>();
  const adminRoles = new Set<string>();
  const holders: { user: string; role: string }[] = [];
  const isTrue = (value: string | null | undefined) => value === 't' || value === 'true';

  const readers: Record<string, (row: Row) => void> = {
    users(row) {
      if (!row.id) return;
      people.set(row.id, { email: row.email ?? null });
      if (row.deleted_at == null && row.deactivated_at == null) active.add(row.id);
    },
    roles(row) {
      if (row.id && isTrue(row.is_admin) && row.status === 'active' && row.deleted_at == null) adminRoles.add(row.id);
    },
    user_roles(row) {
      if (row.user_id && row.role_id) holders.push({ user: row.user_id, role: row.role_id });
    },
  };

  return {
    tables: [
      table('users', ['id', 'email', 'deleted_at', 'deactivated_at']),
      table('roles', ['id', 'is_admin', 'status', 'deleted_at']),
      table('user_roles', ['user_id', 'role_id']),
    ],
    take: (name: string, row: Row) => readers[name]?.(row),
    accounts: () => ({
      people,
      admins: new Set(holders.flatMap(({ user, role }) => (adminRoles.has(role) && active.has(user) ? [user] : []))),
    }),
  };
}

const FULL = ['read', 'create', 'update', 'delete'] as const;

const ACTIONS: Record<string, readonly string[]> = {
  items: [...FULL, 'review', 'approve', 'reject'],
  categories: FULL,
  tags: FULL,
  roles: FULL,
  users: [...FULL, 'assignRoles'],
  analytics: ['read', 'export'],
  system: ['settings', 'backup'],
};

/** The 27 keys of the template and `system:backup`, which its documentation names and this module asks for. */
export const PERMISSION_KEYS: string[] = Object.entries(ACTIONS).flatMap(([subject, actions]) =>
  actions.map((action) => `${subject}:${action}`),
);

/** What a client may do. */
export const CLIENT_PERMISSION_KEYS = ['items:read', 'items:create', 'categories:read', 'tags:read'];

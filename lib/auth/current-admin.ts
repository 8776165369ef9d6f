import 'server-only';
import { cache } from 'react';
import type { AuthUser } from './credentials';
import { findLiveAdmin } from './live-roles';
import { signedInUserId } from './signed-in-user';

/** The signed-in person if the database says that they are an admin now, else null. Asked once for each request. */
export const currentAdmin = cache(async (): Promise<AuthUser | null> => {
  const userId = await signedInUserId();
  return userId ? findLiveAdmin(userId) : null;
});

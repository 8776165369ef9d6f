import { cache } from 'react';
import { auth } from './index';

/**
 * Id of the signed-in user, or null. Asks for the id itself: a session object alone proves nothing, because a
 * configuration error of the sign-in library can put something else in its place. Read once for each request.
 */
export const signedInUserId = cache(async (): Promise<string | null> => {
  const session = await auth();
  return session?.user?.id || null;
});

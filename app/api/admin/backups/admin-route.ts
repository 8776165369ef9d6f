import {
  type Actor,
  type AppError,
  AppFailure,
  appError,
  ERROR_TABLE,
  host,
  newReference,
  type Permission,
} from '@/lib/backup/server';

const HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

export const answer = (data: unknown, status = 200): Response =>
  Response.json({ ok: true, data }, { status, headers: HEADERS });

export function refuse({ code, message, hint, ref, details }: AppError): Response {
  const error = { code, message, hint, ref, details };
  return Response.json({ ok: false, error }, { status: ERROR_TABLE[code].httpStatus, headers: HEADERS });
}

/** The catch site of every route: an expected failure is told, a bug is logged under a reference and answered with 500. */
export async function guarded(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof AppFailure) return refuse(thrown.error);
    const ref = newReference();
    host.log.error('A route failed.', { ref, cause: thrown });
    return refuse(
      appError('INTERNAL', 'Something went wrong on the server.', {
        hint: 'Try again. If it happens again, give the reference to whoever runs this site.',
        ref,
      }),
    );
  }
}

/** A route for admins: the live role is read before anything else happens. */
export const adminRoute = (permission: Permission, work: (actor: Actor) => Promise<Response>): Promise<Response> =>
  guarded(async () => {
    const authorized = await host.authorize(permission);
    if (authorized.ok) return work(authorized.actor);
    const message = authorized.code === 'UNAUTHENTICATED' ? 'You are signed out.' : 'Your account may not do this.';
    return refuse(appError(authorized.code, message));
  });

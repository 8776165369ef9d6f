import NextAuth, { CredentialsSignin } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { logger } from '@/lib/logger';
import { verifyCredentials } from './credentials';
import { endedByRestore } from './session-epoch';
import { callerAddress, countSignInAttempt } from './sign-in-limits';

export class TooManyAttempts extends CredentialsSignin {
  override code = 'too-many-attempts';
}

const DAY_SECONDS = 24 * 60 * 60;
const input = z.object({ email: z.string().trim().min(3).max(320), password: z.string().min(1).max(1024) });

export const { handlers, auth, signIn, signOut } = NextAuth(() => ({
  secret: process.env.AUTH_SECRET || process.env.COOKIE_SECRET,
  // Redirects of this app are paths, so a forged Host header leads nowhere.
  trustHost: true,
  session: { strategy: 'jwt', maxAge: 30 * DAY_SECONDS, updateAge: DAY_SECONDS },
  pages: { signIn: '/admin/auth/signin', error: '/admin/auth/signin' },
  logger: {
    error: (error) => {
      if (error instanceof CredentialsSignin) return;
      if ('type' in error && error.type === 'JWTSessionError') {
        // Anybody can send such a cookie, and everybody has one after the secret was changed.
        logger.warn('A session cookie was not made with the present AUTH_SECRET and was ignored.');
        return;
      }
      logger.error('Sign-in failed for a reason other than a wrong password.', { cause: error });
    },
    warn: (code) => logger.warn('A warning of the sign-in library.', { code }),
    debug: () => undefined,
  },
  providers: [
    Credentials({
      credentials: { email: {}, password: {} },
      async authorize(credentials, request) {
        const parsed = input.safeParse(credentials);
        if (!parsed.success) return null;
        const { email, password } = parsed.data;
        const attempt = await countSignInAttempt(email, callerAddress(request.headers));
        if (!attempt) throw new TooManyAttempts();
        const user = await verifyCredentials(email, password);
        if (user) await attempt.forgive();
        return user;
      },
    }),
  ],
  callbacks: {
    async jwt({ token, user }) {
      if (user?.id) {
        token.userId = user.id;
        return token;
      }
      if (typeof token.userId !== 'string') return token;
      return (await endedByRestore(token.userId, token.iat ?? 0)) ? null : token;
    },
    session({ session, token }) {
      if (typeof token.userId === 'string') session.user.id = token.userId;
      return session;
    },
  },
}));

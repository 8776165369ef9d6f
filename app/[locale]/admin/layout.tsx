import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { DisplayMenu } from '@/components/site/display-menu';
import { HostStrip } from '@/components/site/host-strip';
import { requireAdmin } from '@/lib/auth/require-admin';
import { siteName } from '@/lib/site';
import { signOutAction } from '../_actions/sign-out';

/**
 * The admin shell. Sign-in has the same address prefix but lies in a route group, so it is outside of this guard.
 * A layout is not rendered again on every navigation: each page below guards itself too.
 */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const admin = await requireAdmin();
  const [t, common] = await Promise.all([getTranslations('admin'), getTranslations('common')]);
  return (
    <>
      <a
        href="#content"
        className="sr-only focus-visible:not-sr-only focus-visible:absolute focus-visible:start-2 focus-visible:top-1 focus-visible:z-50 focus-visible:bg-surface focus-visible:px-3 focus-visible:py-1.5"
      >
        {common('skipToContent')}
      </a>
      <HostStrip site={siteName()} href="/" area={{ label: t('panel'), href: '/admin' }}>
        <DisplayMenu account={{ name: admin.name, email: admin.email, signOut: signOutAction }} />
      </HostStrip>
      <div id="content" tabIndex={-1} className="outline-none">
        {children}
      </div>
    </>
  );
}

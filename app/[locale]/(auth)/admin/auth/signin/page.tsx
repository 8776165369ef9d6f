import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { SignInForm, type SignInProblem } from '@/components/sign-in/sign-in-form';
import { DisplayMenu } from '@/components/site/display-menu';
import { HostStrip } from '@/components/site/host-strip';
import { getPathname, Link } from '@/i18n/navigation';
import { callbackPath } from '@/lib/auth/callback-path';
import { currentAdmin } from '@/lib/auth/current-admin';
import { siteName } from '@/lib/site';
import { signInAction } from '../../../../_actions/sign-in';

interface Props {
  searchParams: Promise<{ callbackUrl?: string | string[]; error?: string; code?: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('signIn');
  return { title: t('title'), robots: { index: false } };
}

/** The sign-in library comes back with a code of its own where its route was called without this page. */
function problemOf(error: string | undefined, code: string | undefined): SignInProblem | null {
  if (!error) return null;
  if (error !== 'CredentialsSignin') return 'unavailable';
  return code === 'too-many-attempts' ? 'tooMany' : 'wrong';
}

export default async function SignInPage({ searchParams }: Props) {
  const [t, locale, query] = await Promise.all([getTranslations('signIn'), getLocale(), searchParams]);
  const target = callbackPath(query.callbackUrl, getPathname({ href: '/admin', locale }));
  if (await currentAdmin()) redirect(target);
  return (
    <>
      <HostStrip site={siteName()} href="/">
        <DisplayMenu />
      </HostStrip>
      <main id="content" className="mx-auto w-full max-w-[392px] px-4 pt-[clamp(40px,14dvh,128px)] pb-10">
        <h1 className="text-[22px]/[30px] font-semibold tracking-[-0.018em]">{t('title')}</h1>
        <p className="mt-1 text-sm/6 text-ink-2">{t('intro', { site: siteName() })}</p>
        <SignInForm action={signInAction} callbackUrl={target} initialProblem={problemOf(query.error, query.code)} />
        <p className="mt-6 text-center text-[13px]">
          <Link href="/" className="inline-block py-2 font-medium text-accent hover:underline hover:underline-offset-4">
            {t('back')}
          </Link>
        </p>
      </main>
    </>
  );
}

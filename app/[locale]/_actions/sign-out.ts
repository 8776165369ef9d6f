'use server';

import { getLocale } from 'next-intl/server';
import { redirect } from '@/i18n/navigation';
import { signOut } from '@/lib/auth';

export async function signOutAction(): Promise<void> {
  await signOut({ redirect: false });
  redirect({ href: '/admin/auth/signin', locale: await getLocale() });
}

'use client';

import { Menu } from '@base-ui/react/menu';
import { ChevronDown, LogOut, SunMoon } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useTheme } from 'next-themes';
import { useRef, useTransition } from 'react';
import { toast } from 'sonner';
import { usePathname, useRouter } from '@/i18n/navigation';
import { LOCALE_NAMES, routing } from '@/i18n/routing';
import { ChoiceGroup, MENU_ROW } from './choice-group';

const TRIGGER =
  'inline-flex min-h-8 min-w-8 items-center justify-center gap-1.5 rounded-md px-2 font-medium text-ink-2 hover:bg-hover hover:text-ink data-popup-open:bg-hover data-popup-open:text-ink max-sm:min-h-10';

interface Props {
  /** Present where somebody is signed in. */
  account?: { name: string; email: string; signOut(): Promise<void> };
}

/** Language, theme and, for a signed-in person, the account: one menu in the header of every page. */
export function DisplayMenu({ account }: Props) {
  const t = useTranslations('menu');
  const locale = useLocale();
  const { theme, setTheme } = useTheme();
  const router = useRouter();
  const pathname = usePathname();
  const query = useSearchParams().toString();
  const place = useRef<HTMLDivElement>(null);
  const [signingOut, startSignOut] = useTransition();

  function signOut() {
    startSignOut(async () => {
      await account?.signOut().catch(() => toast.error(t('signOutFailed')));
    });
  }

  return (
    <Menu.Root>
      <Menu.Trigger className={TRIGGER} aria-label={account ? undefined : t('display')} disabled={signingOut}>
        {account ? (
          <>
            <span className="sr-only">{t('open')}: </span>
            <bdi className="max-w-40 truncate">{account.name}</bdi>
            <ChevronDown aria-hidden size={14} />
          </>
        ) : (
          <SunMoon aria-hidden size={18} />
        )}
      </Menu.Trigger>
      <Menu.Portal container={place}>
        <Menu.Positioner align="end" sideOffset={6} className="z-50 outline-none">
          <Menu.Popup className="min-w-56 rounded-lg leading-5 bg-surface p-1.5 text-ink shadow-pop outline-none">
            {account && <p className="truncate px-2 pt-1.5 pb-1 text-[13px] text-ink-2">{account.email}</p>}
            <ChoiceGroup
              label={t('language')}
              value={locale}
              choices={routing.locales.map((value) => ({ value, label: LOCALE_NAMES[value], lang: value }))}
              onChoose={(value) => router.replace(query ? `${pathname}?${query}` : pathname, { locale: value })}
            />
            <Menu.Separator className="my-1.5 border-t border-line" />
            <ChoiceGroup
              label={t('theme')}
              value={theme}
              choices={(['light', 'dark', 'system'] as const).map((value) => ({ value, label: t(value) }))}
              onChoose={setTheme}
            />
            {account && (
              <>
                <Menu.Separator className="my-1.5 border-t border-line" />
                <Menu.Item className={MENU_ROW} onClick={signOut}>
                  <LogOut aria-hidden size={14} className="rtl:-scale-x-100" />
                  {t('signOut')}
                </Menu.Item>
              </>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
      {/* Inside the header, so that the open menu belongs to a landmark. */}
      <div ref={place} />
    </Menu.Root>
  );
}

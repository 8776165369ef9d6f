'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';

export function PasswordField() {
  const t = useTranslations('signIn');
  const [shown, setShown] = useState(false);
  return (
    <div className="grid gap-1.5 text-[13px] font-medium">
      <label htmlFor="password">{t('password')}</label>
      <div className="relative" dir="ltr">
        <input
          id="password"
          className="block min-h-10 w-full rounded-md border border-control bg-surface ps-3 pe-11 text-sm text-ink max-sm:min-h-11 max-sm:text-base"
          type={shown ? 'text' : 'password'}
          name="password"
          autoComplete="current-password"
          required
          aria-describedby="problem"
        />
        <button
          type="button"
          className="absolute inset-y-0 end-0 grid w-10 place-items-center text-ink-3 hover:text-ink"
          aria-label={shown ? t('hidePassword') : t('showPassword')}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden size={16} /> : <Eye aria-hidden size={16} />}
        </button>
      </div>
    </div>
  );
}

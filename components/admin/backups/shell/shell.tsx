'use client';

import { DirectionProvider } from '@base-ui/react/direction-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { NextIntlClientProvider } from 'next-intl';
import { type ReactNode, useState } from 'react';
import type { Messages } from '../messages/merge-messages';
import { Layer } from '../ui/layer';
import { HeadingFocus } from '../ui/page-heading';
import { Toaster } from '../ui/toast';
import { ModuleNav } from './module-nav';

const RIGHT_TO_LEFT = new Set(['ar', 'he', 'fa', 'ur']);

interface ShellProps {
  locale: string;
  messages: { backup: Messages };
  /** Whether the content needs an act; the frame does not wait for it. */
  contentNeedsLook?: Promise<boolean> | null;
  children: ReactNode;
}

/** The frame of the module: its own texts, its own query client, its own navigation row. */
export function Shell({ locale, messages, contentNeedsLook = null, children }: ShellProps) {
  const [queryClient] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: false } } }));
  const direction = RIGHT_TO_LEFT.has(locale.split('-')[0] ?? '') ? 'rtl' : 'ltr';
  return (
    <NextIntlClientProvider locale={locale} messages={messages} timeZone="UTC">
      <QueryClientProvider client={queryClient}>
        <DirectionProvider direction={direction}>
          <HeadingFocus>
            <main className="bk">
              <Layer>
                <ModuleNav contentNeedsLook={contentNeedsLook} />
                {children}
                <Toaster direction={direction} />
              </Layer>
            </main>
          </HeadingFocus>
        </DirectionProvider>
      </QueryClientProvider>
    </NextIntlClientProvider>
  );
}

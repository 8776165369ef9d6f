'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { DirectionProvider } from '@base-ui/react/direction-provider';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { ThemeProvider, useTheme } from 'next-themes';
import { type ReactNode, useState } from 'react';
import { Toaster } from 'sonner';

interface Props {
  children: ReactNode;
  direction: 'ltr' | 'rtl';
  nonce: string | undefined;
}

function Toasts({ direction }: Pick<Props, 'direction'>) {
  const { resolvedTheme } = useTheme();
  return (
    <Toaster
      dir={direction}
      position={direction === 'rtl' ? 'bottom-left' : 'bottom-right'}
      theme={resolvedTheme === 'dark' ? 'dark' : 'light'}
    />
  );
}

export function Providers({ children, direction, nonce }: Props) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5_000 }, mutations: { retry: false } } }),
  );
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange nonce={nonce}>
      <CSPProvider nonce={nonce}>
        <DirectionProvider direction={direction}>
          <QueryClientProvider client={client}>{children}</QueryClientProvider>
          <Toasts direction={direction} />
        </DirectionProvider>
      </CSPProvider>
    </ThemeProvider>
  );
}

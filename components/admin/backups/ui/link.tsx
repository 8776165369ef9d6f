import type { ComponentProps } from 'react';
import { Link as HostLink } from '@/i18n/navigation';

/** The host's locale-aware link; the only place where the module names it together with `router.ts`. */
export function Link(props: ComponentProps<typeof HostLink>) {
  return <HostLink {...props} />;
}

export function ButtonLink({ look = 'plain', ...rest }: ComponentProps<typeof HostLink> & { look?: 'ink' | 'plain' }) {
  return <HostLink className="bk-btn" data-v={look} {...rest} />;
}

/** The host's locale-aware navigation, named here and in `link.tsx` only. */
export { usePathname, useRouter } from '@/i18n/navigation';

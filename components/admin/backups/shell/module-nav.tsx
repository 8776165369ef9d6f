'use client';

import { Suspense, use, useState } from 'react';
import { useWords } from '../format/words';
import { Link } from '../ui/link';
import { usePathname, useRouter } from '../ui/router';
import { KeySheet } from './key-sheet';
import { useShortcuts } from './shortcuts';

const ROOT = '/admin/backups';
/** Parts whose messages are a folder of their own. */
const OWN_MESSAGES: ReadonlySet<string> = new Set(['content', 'state', 'storage', 'readiness', 'runbook']);

const PAGES = [
  { name: 'overview', href: ROOT },
  { name: 'history', href: `${ROOT}/history` },
  { name: 'content', href: `${ROOT}/content` },
  { name: 'state', href: `${ROOT}/migrations` },
  { name: 'readiness', href: `${ROOT}/readiness` },
  { name: 'settings', href: `${ROOT}/settings` },
  { name: 'audit', href: `${ROOT}/audit` },
  { name: 'storage', href: `${ROOT}/storage` },
  { name: 'runbook', href: `${ROOT}/runbook` },
] as const;

/** Runs and backups belong to the history. */
function currentPage(pathname: string): (typeof PAGES)[number]['name'] {
  if (pathname === ROOT) return 'overview';
  if (pathname.startsWith(`${ROOT}/content`)) return 'content';
  if (pathname.startsWith(`${ROOT}/settings`)) return 'settings';
  if (pathname.startsWith(`${ROOT}/audit`)) return 'audit';
  if (pathname.startsWith(`${ROOT}/storage`)) return 'storage';
  if (pathname.startsWith(`${ROOT}/readiness`)) return 'readiness';
  if (['runbook', 'game-day'].some((page) => pathname.startsWith(`${ROOT}/${page}`))) return 'runbook';
  const ofState = ['migrations', 'seed', 'database', 'compare', 'architecture', 'reset'].some((page) =>
    pathname.startsWith(`${ROOT}/${page}`),
  );
  return ofState ? 'state' : 'history';
}

function NeedsLook({ when }: { when: Promise<boolean> }) {
  const words = useWords();
  if (!use(when)) return null;
  return (
    <>
      <span className="bk-dot" aria-hidden="true" />
      <span className="bk-sr">{words('content.needsLook')}</span>
    </>
  );
}

export function ModuleNav({ contentNeedsLook }: { contentNeedsLook: Promise<boolean> | null }) {
  const words = useWords();
  const router = useRouter();
  const current = currentPage(usePathname());
  const [keysOpen, setKeysOpen] = useState(false);
  useShortcuts({
    'g o': () => router.push(ROOT),
    'g h': () => router.push(`${ROOT}/history`),
    'g c': () => router.push(`${ROOT}/content`),
    'g m': () => router.push(`${ROOT}/migrations`),
    'g a': () => router.push(`${ROOT}/audit`),
    'g p': () => router.push(`${ROOT}/settings`),
    '?': () => setKeysOpen(true),
  });
  return (
    <div className="bk-top">
      <div className="bk-wrap">
        <div className="bk-brand">{words('brand')}</div>
        <nav className="bk-nav" aria-label={words('nav.label')}>
          {PAGES.map(({ name, href }) => (
            <Link key={name} href={href} aria-current={name === current ? 'page' : undefined}>
              {words(OWN_MESSAGES.has(name) ? `${name}.nav` : `nav.${name}`)}
              {name === 'content' && contentNeedsLook ? (
                <Suspense fallback={null}>
                  <NeedsLook when={contentNeedsLook} />
                </Suspense>
              ) : null}
            </Link>
          ))}
        </nav>
        <div className="bk-top-end">
          <button type="button" className="bk-keys" onClick={() => setKeysOpen(true)}>
            {words('keys.open')}
            <kbd className="bk-kbd">?</kbd>
          </button>
        </div>
      </div>
      <KeySheet open={keysOpen} onOpenChange={setKeysOpen} />
    </div>
  );
}

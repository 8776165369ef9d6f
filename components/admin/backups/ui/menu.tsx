'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Ellipsis, type LucideIcon } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { useLayer } from './layer';
import { Link } from './link';

export interface MenuEntry {
  key: string;
  icon: LucideIcon;
  label: string;
  href?: string;
  onSelect?: () => void;
  /** Why it cannot be chosen now; shown under the label. */
  why?: string | null;
  lineBefore?: boolean;
}

function EntryText({ entry }: { entry: MenuEntry }) {
  const Icon = entry.icon;
  return (
    <>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <span>
        {entry.label}
        {entry.why ? <span className="bk-menu-why">{entry.why}</span> : null}
      </span>
    </>
  );
}

function Entry({ entry }: { entry: MenuEntry }) {
  if (entry.href) {
    return (
      <Base.LinkItem className="bk-menu-i" render={<Link href={entry.href} />}>
        <EntryText entry={entry} />
      </Base.LinkItem>
    );
  }
  return (
    <Base.Item className="bk-menu-i" disabled={Boolean(entry.why)} onClick={entry.onSelect}>
      <EntryText entry={entry} />
    </Base.Item>
  );
}

interface MenuProps {
  label: string;
  entries: MenuEntry[];
  /** Without a trigger text the menu opens from an icon with three dots. */
  trigger?: ReactNode;
  size?: 'sm' | 'md';
}

export function Menu({ label, entries, trigger, size = 'sm' }: MenuProps) {
  return (
    <Base.Root>
      {trigger ? (
        <Base.Trigger className="bk-btn">{trigger}</Base.Trigger>
      ) : (
        <Base.Trigger className="bk-btn" data-v="quiet" data-icon={size} aria-label={label}>
          <Ellipsis size={16} strokeWidth={1.75} aria-hidden="true" />
        </Base.Trigger>
      )}
      <Base.Portal container={useLayer()}>
        <Base.Positioner className="bk-place" align="end" sideOffset={6} collisionPadding={12}>
          <Base.Popup className="bk-menu" aria-label={label}>
            {entries.map((entry) => (
              <Fragment key={entry.key}>
                {entry.lineBefore ? <Base.Separator className="bk-menu-line" /> : null}
                <Entry entry={entry} />
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

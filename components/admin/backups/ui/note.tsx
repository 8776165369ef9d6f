import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface NoteProps {
  tone?: 'bad' | 'warn' | 'ok' | 'plain';
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
  role?: 'status' | 'alert';
}

const ICON_CLASS = { bad: 'bk-bad', warn: 'bk-warn', ok: 'bk-ok', plain: 'bk-2' } as const;

/** A banner: what, why, and the next step. */
export function Note({ tone = 'plain', icon: Icon, title, children, actions, role }: NoteProps) {
  return (
    <div className="bk-note" data-k={tone} role={role}>
      <Icon className={ICON_CLASS[tone]} size={16} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <h2>{title}</h2>
        {children ? <p>{children}</p> : null}
      </div>
      {actions ? <div className="bk-btns">{actions}</div> : null}
    </div>
  );
}

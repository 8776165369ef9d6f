import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** Nothing here yet, or not available here: one sentence, at most one act. */
export function Empty({ icon: Icon, children, action }: { icon: LucideIcon; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="bk-panel bk-empty">
      <Icon className="bk-3" size={20} strokeWidth={1.75} aria-hidden="true" />
      <p>{children}</p>
      {action}
    </div>
  );
}

'use client';

import { CircleAlert, CircleCheck, CircleDashed, CircleX, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { RestorePlanView } from '../contract';
import { useFormat } from '../format/use-format';
import type { Tone } from '../ui/icons';
import { planChecks } from './plan-checks';

const ICONS: Record<Tone, LucideIcon> = {
  ok: CircleCheck,
  warn: TriangleAlert,
  bad: CircleX,
  mute: CircleDashed,
  acc: CircleAlert,
};

/** Six checks or more in two columns, each with what was found. */
export function CheckGrid({ plan, email }: { plan: RestorePlanView; email: string | null }) {
  const format = useFormat();
  return (
    <section className="bk-sec" aria-labelledby="bk-plan-checks">
      <div className="bk-sec-h">
        <h2 className="bk-h2" id="bk-plan-checks">
          {format.words('restore.checks.heading')}
        </h2>
      </div>
      <ul className="bk-checks">
        {planChecks(plan, format, email).map(({ key, tone, title, text }) => {
          const Icon = ICONS[tone];
          return (
            <li key={key}>
              <Icon className={`bk-${tone}`} size={16} strokeWidth={1.75} aria-hidden="true" />
              <div>
                <b>{title}</b>
                <span className="bk-2">{text}</span>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

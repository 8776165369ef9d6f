'use client';

import type { AuditFilterView } from '../contract';
import { useWords } from '../format/words';
import { Button } from '../ui/button';
import { Link } from '../ui/link';
import { AUDIT_GROUPS } from './audit-words';

export function auditQuery(filter: AuditFilterView, more: Record<string, string> = {}): string {
  const set = Object.entries(filter).flatMap(([key, value]) => (value ? [[key, String(value)]] : []));
  return new URLSearchParams([...set, ...Object.entries(more)]).toString();
}

/** The filter stands in the address: a plain form, no script needed. */
export function AuditFilter({ filter }: { filter: AuditFilterView }) {
  const words = useWords();
  const file = (format: string) => `/api/admin/backups/audit?${auditQuery(filter, { format })}`;
  return (
    <div className="bk-aud-top">
      <form className="bk-flt" method="get">
        <select
          className="bk-input"
          name="act"
          defaultValue={filter.act ?? ''}
          aria-label={words('watch.audit.filter.act')}
        >
          <option value="">{words('watch.audit.filter.all')}</option>
          {AUDIT_GROUPS.map((group) => (
            <option key={group} value={group}>
              {words(`watch.audit.group.${group}`)}
            </option>
          ))}
        </select>
        <input
          className="bk-input"
          name="actor"
          type="search"
          defaultValue={filter.actor ?? ''}
          placeholder={words('watch.audit.filter.actor')}
          aria-label={words('watch.audit.filter.actor')}
        />
        {(['from', 'until'] as const).map((day) => (
          <label key={day}>
            {words(`watch.audit.filter.${day}`)}{' '}
            <input className="bk-input" name={day} type="date" defaultValue={filter[day] ?? ''} />
          </label>
        ))}
        <Button type="submit">{words('watch.audit.filter.apply')}</Button>
        {Object.values(filter).some(Boolean) ? (
          <Link className="bk-link" href="/admin/backups/audit">
            {words('watch.audit.filter.clear')}
          </Link>
        ) : null}
      </form>
      <p className="bk-2 bk-nw bk-aud-x">
        {words('watch.audit.export')}{' '}
        <a className="bk-link" href={file('csv')} download>
          CSV
        </a>{' '}
        <a className="bk-link" href={file('json')} download>
          JSON
        </a>
      </p>
    </div>
  );
}

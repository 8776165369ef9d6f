'use client';

import { useState } from 'react';
import { useFormat } from '../format/use-format';

const FIRST = 12;

/** The first rows of a long list, and the line under it that shows the others. */
export function useFirstRows<Row>(rows: Row[]) {
  const { words, number } = useFormat();
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, FIRST);
  const foot = (
    <div className="bk-foot">
      <span>{words('backup.shown', { shown: number(shown.length), total: number(rows.length) })}</span>
      {rows.length > FIRST ? (
        <button type="button" className="bk-text-btn bk-nw" onClick={() => setAll(!all)}>
          {all ? words('backup.showFewer') : words('backup.showAll', { n: number(rows.length) })}
        </button>
      ) : null}
    </div>
  );
  return { shown, foot };
}

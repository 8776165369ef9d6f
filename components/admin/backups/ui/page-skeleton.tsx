'use client';

import { useWords } from '../format/words';
import { Page } from './page';

const ROWS = [
  [70, 110, 40, 56, 80, 104],
  [62, 96, 40, 56, 110, 88],
  [78, 110, 40, 56, 80, 104],
  [70, 96, 40, 56, 92, 88],
  [62, 110, 40, 56, 80, 104],
];
const CELLS = Array.from({ length: 30 }, (_, cell) => `cell-${cell}`);
const FACTS = ['database', 'migrations', 'seed', 'content', 'copies'];

/** Bars on the final grid, seen only where the page takes longer than a moment. */
export function PageSkeleton() {
  const words = useWords();
  return (
    <Page>
      <span className="bk-sr" role="status">
        {words('loading')}
      </span>
      <div className="bk-skeleton" aria-hidden="true">
        <div className="bk-sk-lead">
          <i />
          <i style={{ inlineSize: '70%' }} />
        </div>
        <div className="bk-grid">
          <div>
            <div className="bk-strip">
              {CELLS.map((cell) => (
                <i key={cell} />
              ))}
            </div>
            <div className="bk-sec">
              {ROWS.map((widths) => (
                <div className="bk-sk-row" key={widths.join(' ')}>
                  {widths.map((width, column) => (
                    <i key={`${width} ${column.toString()}`} style={{ inlineSize: width }} />
                  ))}
                </div>
              ))}
            </div>
          </div>
          <div className="bk-facts">
            {FACTS.map((fact) => (
              <section key={fact}>
                <i style={{ inlineSize: '40%' }} />
                <i style={{ inlineSize: '75%' }} />
              </section>
            ))}
          </div>
        </div>
      </div>
    </Page>
  );
}

'use client';

import type { ReactNode } from 'react';
import { useWords } from '../format/words';
import type { Mark } from '../ui/icons';
import { Lead } from '../ui/lead';
import { Crumbs, Page } from '../ui/page';
import { contentPage } from './addresses';
import { Foreign } from './foreign';

interface ContentDetailProps {
  mark?: Mark;
  here: string;
  title: string;
  reason: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of a page under the content: the way back, the title, what it is. */
export function ContentDetail({ mark = 'plan', here, title, reason, actions, children }: ContentDetailProps) {
  const words = useWords();
  return (
    <Page>
      <Crumbs
        label={words('nav.breadcrumb')}
        path={[{ name: words('content.nav'), href: contentPage() }]}
        here={<Foreign text={here} />}
      />
      <Lead
        mark={mark}
        page={`content ${here} ${title}`}
        sentence={<Foreign text={title} />}
        reason={reason}
        actions={actions ? <div className="bk-btns">{actions}</div> : undefined}
      />
      {children}
    </Page>
  );
}

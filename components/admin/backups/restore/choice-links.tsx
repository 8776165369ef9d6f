'use client';

import { type MouseEvent, type ReactNode, useTransition } from 'react';
import { useWords } from '../format/words';
import { Link } from '../ui/link';
import { useRouter } from '../ui/router';

interface ChoiceLinksProps {
  id: string;
  heading: string;
  choices: { key: string; href: string; chosen: boolean; name: string; text: string; tag: ReactNode }[];
}

/** One of several as links, so that each choice has an address and is there before the page's script is. */
export function ChoiceLinks({ id, heading, choices }: ChoiceLinksProps) {
  const words = useWords();
  const router = useRouter();
  const [reading, startReading] = useTransition();
  const follow = (event: MouseEvent, href: string) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    startReading(() => router.push(href, { scroll: false }));
  };
  return (
    <section aria-labelledby={id}>
      <div className="bk-sec-h">
        <h2 className="bk-h2" id={id}>
          {heading}
        </h2>
        <span className="bk-3" role="status">
          {reading ? words('gate.reading') : ''}
        </span>
      </div>
      <ul className="bk-targets" aria-labelledby={id}>
        {choices.map(({ key, href, chosen, name, text, tag }) => (
          <li key={key}>
            <Link
              className="bk-target"
              href={href}
              prefetch={false}
              aria-current={chosen ? 'true' : undefined}
              onClick={(event) => follow(event, href)}
            >
              <span className="bk-radio-mark" aria-hidden="true" />
              <b>{name}</b>
              {tag}
              <span className="bk-target-text">{text}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

'use client';

import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Card } from '../contract';
import { sentences } from '../format/sentences';
import { useWords } from '../format/words';
import { Reference } from '../run/problem-note';
import { type Sign, StatusWord } from '../ui/status-word';

interface FactProps {
  title: string;
  status?: { sign: Sign; word: string; icon?: LucideIcon };
  children: ReactNode;
}

/** One fact at the side: name and status word in one line, the detail under it. */
export function Fact({ title, status, children }: FactProps) {
  return (
    <section>
      <div className="bk-fh">
        <h2>{title}</h2>
        {status ? (
          <StatusWord sign={status.sign} icon={status.icon}>
            {status.word}
          </StatusWord>
        ) : null}
      </div>
      {children}
    </section>
  );
}

interface CardFactProps<T> {
  title: string;
  card: Card<T>;
  /** What an unavailable card is called; "Not known" where nothing better can be said. */
  word?: string;
  children: (value: T) => ReactNode;
}

/** Shows what is known, or says why it is not. Unavailable is grey: it is a fact about the server, not a fault. */
export function CardFact<T>({ title, card, word, children }: CardFactProps<T>) {
  const words = useWords();
  if (card.state === 'known') return children(card.value);
  return (
    <Fact title={title} status={{ sign: 'mute', word: word ?? words('facts.unavailable') }}>
      <p className="bk-fp">
        <bdi>{sentences(card.error.message, card.error.hint)}</bdi>
        <Reference code={card.error.ref} />
      </p>
    </Fact>
  );
}

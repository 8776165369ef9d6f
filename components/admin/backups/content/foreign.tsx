/** Characters that are not seen, or that turn the direction of what follows. */
const UNSEEN = /(\p{Cs}|\p{Cc}|\p{Bidi_Control}|[\u200b\u2060\ufeff])/u;

/** Text of others: isolated, and what hides in it made visible. Never markup. Names a machine gave run left to right. */
export function Foreign({ text, mono }: { text: string; mono?: boolean }) {
  return (
    <bdi className={mono ? 'bk-mono bk-any' : 'bk-any'} dir={mono ? 'ltr' : undefined}>
      {visibleParts(text)}
    </bdi>
  );
}

/** A text in parts: as it is, and the names of characters that are not seen. */
export const unseenParts = (text: string): { text: string; unseen: boolean }[] =>
  text
    .split(UNSEEN)
    .map((part, index) =>
      index % 2 === 0 || part === '\t' || part === '\n'
        ? { text: part, unseen: false }
        : { text: `U+${(part.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`, unseen: true },
    );

/** The same for places that take text alone: names of controls, options, titles. */
export const visibleText = (text: string): string =>
  unseenParts(text)
    .map((part) => (part.unseen ? `[${part.text}]` : part.text))
    .join('');

export function visibleParts(text: string) {
  return unseenParts(text).map(({ text: part, unseen }, index) =>
    unseen ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one unchanging text.
      <span className="bk-unseen" key={index}>
        {part}
      </span>
    ) : (
      part
    ),
  );
}

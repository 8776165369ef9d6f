/** Characters that are not seen, or that turn the direction of what follows. */
const UNSEEN = /(\p{Cs}|\p{Cc}|\p{Bidi_Control}|[\u200b\u2060\ufeff])/u;

/** Text of others: isolated, and what hides in it made visible. Never markup. */
export function Foreign({ text, mono }: { text: string; mono?: boolean }) {
  return <bdi className={mono ? 'bk-mono bk-any' : 'bk-any'}>{visibleParts(text)}</bdi>;
}

export function visibleParts(text: string) {
  return text.split(UNSEEN).map((part, index) =>
    index % 2 === 0 || part === '\t' || part === '\n' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one unchanging text.
      <span className="bk-unseen" key={index}>
        {`U+${(part.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`}
      </span>
    ),
  );
}

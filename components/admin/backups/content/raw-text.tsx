import { Foreign } from './foreign';

/** Text as it is in the file. It scrolls inside itself; with the keyboard while it has the focus. */
export function RawText({ text, label }: { text: string; label: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it.
    <section className="bk-raw" dir="ltr" aria-label={label} tabIndex={0}>
      <pre>
        <Foreign text={text} />
      </pre>
    </section>
  );
}

'use client';

import type { RunbookView } from '../contract';
import { useWords } from '../format/words';
import { CopyButton } from '../ui/copy-button';

/** What is typed, all of it readable on a phone and on paper. */
function Commands({ commands, name, step }: { commands: string[]; name: string; step?: number }) {
  const words = useWords();
  if (commands.length === 0) return null;
  const text = commands.join('\n');
  return (
    <div className="bk-rb-cmd">
      <pre dir="ltr" data-step={step}>
        {text}
      </pre>
      <CopyButton className="bk-no-print" text={() => text} label={words('runbook.copy')} name={name} />
    </div>
  );
}

/** The ten steps of the guide with what stands before them, then the way without this software. */
export function RunbookSteps({ runbook }: { runbook: RunbookView }) {
  const words = useWords();
  const { stepsHeading, steps, kit } = runbook;
  return (
    <>
      <h2 className="bk-h2">{stepsHeading}</h2>
      <ol className="bk-panel bk-rb-steps">
        {steps.map(({ number, title, text, notes, commands, time }) => (
          <li key={number}>
            <span className="bk-rb-no">{number}</span>
            <div>
              <div className="bk-rb-h">
                <h3>{title}</h3>
                {time === null ? null : <span className="bk-3">{time}</span>}
              </div>
              {[text, ...notes].map((line) => (
                <p className="bk-2 bk-any" key={line}>
                  {line}
                </p>
              ))}
              <Commands commands={commands} step={number} name={words('runbook.copyStep', { n: number })} />
            </div>
          </li>
        ))}
      </ol>
      {kit ? (
        <section className="bk-rb-kit">
          <h2 className="bk-h2">{kit.heading}</h2>
          <p className="bk-2">{kit.text}</p>
          {kit.steps.map(({ title, commands }) => (
            <div key={title}>
              <h3>{title}</h3>
              <Commands commands={commands} name={words('runbook.kitCopy', { title })} />
            </div>
          ))}
        </section>
      ) : null}
    </>
  );
}

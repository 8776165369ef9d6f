'use client';

import { Copy } from 'lucide-react';
import { useId } from 'react';
import { useWords } from '../format/words';
import { copyText } from '../ui/copy-button';
import { showToast } from '../ui/toast';

interface FieldProps {
  value: string;
  problem: string | null;
  onChange: (text: string) => void;
}

interface PhraseFieldProps extends FieldProps {
  name: 'siteName' | 'acknowledgement';
  /** What is to be typed. It is shown, and may be copied and pasted. */
  phrase: string;
  label: string;
  copyLabel: string;
  why?: string;
}

export function PhraseField({ name, phrase, label, copyLabel, why, value, problem, onChange }: PhraseFieldProps) {
  const words = useWords();
  const id = useId();
  const hintId = useId();
  const copy = async () => {
    const copied = await copyText(phrase);
    showToast(copied ? { text: words('run.copied') } : { tone: 'bad', text: words('run.copyFailed') });
  };
  return (
    <div className="bk-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        className="bk-input"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        required
        value={value}
        aria-invalid={problem ? 'true' : undefined}
        aria-describedby={hintId}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="bk-hint" id={hintId}>
        {problem ? (
          <p className="bk-bad" role="alert">
            {problem}
          </p>
        ) : null}
        {why ? <p>{why}</p> : null}
        <span className="bk-phrase-line">
          {words('gate.itIs')}{' '}
          <span className="bk-phrase">
            <bdi>{phrase}</bdi>
            <button type="button" className="bk-copy" aria-label={copyLabel} onClick={copy}>
              <Copy size={14} strokeWidth={2} aria-hidden="true" />
            </button>
          </span>
        </span>
      </div>
    </div>
  );
}

export function PasswordField({ value, problem, onChange }: FieldProps) {
  const words = useWords();
  const id = useId();
  const hintId = useId();
  return (
    <div className="bk-field">
      <label htmlFor={id}>{words('gate.password')}</label>
      <input
        id={id}
        name="password"
        className="bk-input"
        type="password"
        autoComplete="current-password"
        required
        value={value}
        aria-invalid={problem ? 'true' : undefined}
        aria-describedby={hintId}
        onChange={(event) => onChange(event.target.value)}
      />
      <div className="bk-hint" id={hintId}>
        {problem ? (
          <p className="bk-bad" role="alert">
            {problem}
          </p>
        ) : (
          words('gate.passwordWhy')
        )}
      </div>
    </div>
  );
}

'use client';

import { useId } from 'react';

interface ChoicesProps<T extends string> {
  legend: string;
  value: T;
  onChange: (value: T) => void;
  choices: { value: T; label: string; hint: string; disabled?: boolean }[];
}

/** One of several, as a plain group of radio buttons with a hint at the end of each line. */
export function Choices<T extends string>({ legend, value, onChange, choices }: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset className="bk-pop-g">
      <legend className="bk-pop-l">{legend}</legend>
      {choices.map((choice) => (
        <label className="bk-opt" key={choice.value} data-off={choice.disabled ? '' : undefined}>
          <input
            className="bk-radio"
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            disabled={choice.disabled}
            onChange={() => onChange(choice.value)}
          />
          <span>{choice.label}</span>
          <bdi className="bk-3">{choice.hint}</bdi>
        </label>
      ))}
    </fieldset>
  );
}

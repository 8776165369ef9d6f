'use client';

import { useId } from 'react';

interface NumberFieldProps {
  label: string;
  unit?: string;
  value: number;
  min?: number;
  max: number;
  problem: string | null;
  onChange: (value: number) => void;
}

/** A whole number with its unit behind it. */
export function NumberField({ label, unit, value, min = 0, max, problem, onChange }: NumberFieldProps) {
  const id = useId();
  return (
    <div className="bk-field bk-set-number">
      <label htmlFor={id}>{label}</label>
      <span className="bk-set-unit">
        <input
          id={id}
          className="bk-input bk-num"
          type="number"
          inputMode="numeric"
          min={min}
          max={max}
          required
          value={Number.isNaN(value) ? '' : value}
          aria-invalid={problem !== null}
          aria-describedby={problem ? `${id}-p` : undefined}
          onChange={(event) => onChange(event.target.valueAsNumber)}
        />
        {unit ? <span className="bk-3">{unit}</span> : null}
      </span>
      {problem ? (
        <p className="bk-hint" data-k="bad" id={`${id}-p`}>
          {problem}
        </p>
      ) : null}
    </div>
  );
}

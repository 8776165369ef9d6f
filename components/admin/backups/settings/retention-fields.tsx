'use client';

import { useWords } from '../format/words';
import type { FieldsProps } from './draft';
import { Group } from './group';
import { NumberField } from './number-field';

const COUNTS = ['keepLast', 'daily', 'weekly', 'monthly', 'yearly', 'minVerified'] as const;

/** How long backups stay, and who deletes what goes. */
export function RetentionFields({ policy, change, problem }: FieldsProps) {
  const words = useWords();
  const { retention } = policy;
  return (
    <Group title={words('policy.retention.title')} text={words('policy.retention.text')}>
      <div className="bk-set-grid">
        <NumberField
          label={words('policy.retention.keepDays')}
          unit={words('policy.days')}
          max={3650}
          value={retention.keepDays}
          problem={problem('retention.keepDays')}
          onChange={(keepDays) => change('retention', { keepDays })}
        />
        {COUNTS.map((field) => (
          <NumberField
            key={field}
            label={words(`policy.retention.${field}`)}
            min={field === 'minVerified' ? 1 : 0}
            max={field === 'minVerified' ? 100 : 500}
            value={retention[field]}
            problem={problem(`retention.${field}`)}
            onChange={(value) => change('retention', { [field]: value })}
          />
        ))}
      </div>
      <label className="bk-opt">
        <input
          className="bk-check"
          type="checkbox"
          checked={retention.automatic}
          onChange={(event) => change('retention', { automatic: event.target.checked })}
        />
        <span>{words('policy.retention.automatic')}</span>
      </label>
    </Group>
  );
}

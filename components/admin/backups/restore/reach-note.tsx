'use client';

import { Database, Table2 } from 'lucide-react';
import type { RestoreResultView, RunView } from '../contract';
import { useWords } from '../format/words';
import { CopyButton } from '../ui/copy-button';

/** How to look at what was restored beside: the name of the database or of the schema, never a password. */
export function ReachNote({ target, run }: { target: RestoreResultView['target']; run: RunView }) {
  const words = useWords();
  const schema = target.kind === 'tables' && target.into === 'side' ? target.schema : null;
  if (target.kind !== 'database' && schema === null) return null;
  const database = run.restore?.database ?? target.database;
  const quoted = `"${(schema ?? '').replaceAll('"', '""')}"`;
  const text = schema === null ? database : `set search_path to ${quoted};`;
  const Icon = schema === null ? Database : Table2;
  return (
    <div className="bk-note">
      <Icon className="bk-2" size={16} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <h2>{words(schema === null ? 'result.reachTitle' : 'result.reachSchemaTitle')}</h2>
        <p>{words(schema === null ? 'result.reachText' : 'result.reachSchema')}</p>
        <p>
          <code className="bk-phrase bk-mono" dir="ltr">
            {text}
          </code>{' '}
          <CopyButton label={words('result.copy')} name={words('result.copyName', { name: text })} text={() => text} />
        </p>
      </div>
    </div>
  );
}

'use client';

import { useWords } from '../format/words';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { useSingleLetterKeys } from './shortcuts';

const KEYS = [
  { keys: ['B'], name: 'backUp' },
  { keys: ['G', 'O'], name: 'overview' },
  { keys: ['G', 'H'], name: 'history' },
  { keys: ['G', 'C'], name: 'content' },
  { keys: ['G', 'M'], name: 'migrations' },
  { keys: ['G', 'P'], name: 'settings' },
  { keys: ['G', 'A'], name: 'audit' },
  { keys: ['/'], name: 'find' },
  { keys: ['?'], name: 'sheet' },
] as const;
/** Texts that stand with those of the content. */
const OF_CONTENT: Record<string, string> = { content: 'content.goTo', find: 'content.findKey' };

/** All keys of the module, and the switch that turns single letters off. */
export function KeySheet({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const words = useWords();
  const [on, setOn] = useSingleLetterKeys();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={words('keys.title')}>
      <dl className="bk-key-list">
        {KEYS.map(({ keys, name }) => (
          <div key={name}>
            <dt>{words(OF_CONTENT[name] ?? `keys.${name}`)}</dt>
            <dd>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 ? <span className="bk-sr">{words('keys.then')}</span> : null}
                  <kbd className="bk-kbd">{key}</kbd>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label className="bk-opt">
        <input className="bk-check" type="checkbox" checked={on} onChange={(event) => setOn(event.target.checked)} />
        <span>{words('keys.single')}</span>
      </label>
      <div className="bk-dlg-f">
        <Button onClick={() => onOpenChange(false)}>{words('keys.close')}</Button>
      </div>
    </Dialog>
  );
}

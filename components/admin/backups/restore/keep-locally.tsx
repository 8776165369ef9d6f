import { useWords } from '../format/words';

/** Where the remote of the content does not answer: the commit may stay on this server alone. */
export function KeepLocally({ checked, onChange }: { checked: boolean; onChange: (checked: boolean) => void }) {
  const words = useWords();
  return (
    <label className="bk-opt">
      <input
        className="bk-check"
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>{words('recovery.keepLocally')}</span>
    </label>
  );
}

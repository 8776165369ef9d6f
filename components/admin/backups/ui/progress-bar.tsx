interface ProgressBarProps {
  label: string;
  done: number;
  total: number;
  onWash?: boolean;
}

export function ProgressBar({ label, done, total, onWash }: ProgressBarProps) {
  const value = Math.min(done, total);
  return (
    <div
      className="bk-bar"
      data-on-wash={onWash ? '' : undefined}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={value}
    >
      <i style={{ inlineSize: `${total === 0 ? 0 : (value / total) * 100}%` }} />
    </div>
  );
}

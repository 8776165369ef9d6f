interface TrendChartProps {
  /** What the picture shows, for who does not see it; the figures stand in a table. */
  label: string;
  /** Oldest first, each with its text for a pointer. */
  bars: { key: string; value: number; title: string }[];
}

const HEIGHT = 100;
/** So that a small one is seen at all. */
const LEAST = 2;

/** Columns over time as plain SVG: no script, no library. The newest is in ink. */
export function TrendChart({ label, bars }: TrendChartProps) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <svg
      className="bk-chart"
      viewBox={`0 0 ${bars.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {bars.map(({ key, value, title }, index) => {
        const height = Math.max(LEAST, (value / most) * HEIGHT);
        return (
          <rect
            key={key}
            x={index + 0.14}
            width={0.72}
            y={HEIGHT - height}
            height={height}
            data-newest={index === bars.length - 1 ? '' : undefined}
          >
            <title>{title}</title>
          </rect>
        );
      })}
    </svg>
  );
}

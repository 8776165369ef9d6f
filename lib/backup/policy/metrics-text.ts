export interface Metric {
  name: string;
  help: string;
  type: 'gauge' | 'counter';
  samples: readonly { labels?: Record<string, string>; value: number | null }[];
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

function sample(name: string, labels: Record<string, string>, value: number): string {
  const named = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${named.length > 0 ? `{${named.join(',')}}` : ''} ${value}`;
}

/** Prometheus text format 0.0.4. What is not known is left out: a figure of 0 would be a claim. */
export function metricsText(metrics: readonly Metric[], common: Record<string, string>): string {
  const blocks = metrics.flatMap(({ name, help, type, samples }) => {
    const known = samples.flatMap(({ labels, value }) =>
      value === null || !Number.isFinite(value) ? [] : [sample(name, { ...common, ...labels }, value)],
    );
    return known.length > 0 ? [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...known] : [];
  });
  return `${blocks.join('\n')}\n`;
}

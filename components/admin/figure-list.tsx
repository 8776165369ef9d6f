interface Props {
  title: string;
  figures: { label: string; value: string }[];
}

export function FigureList({ title, figures }: Props) {
  return (
    <section aria-labelledby="figures" className="mt-10">
      <h2 id="figures" className="text-sm font-semibold">
        {title}
      </h2>
      <dl className="mt-3 grid grid-cols-2 gap-x-8 gap-y-5 border-t border-line pt-4 sm:grid-cols-3 lg:grid-cols-6">
        {figures.map(({ label, value }) => (
          <div key={label} className="grid gap-0.5">
            <dt className="text-[13px] text-ink-3">{label}</dt>
            <dd className="text-base font-semibold tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

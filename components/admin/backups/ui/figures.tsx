interface FiguresProps {
  figures: { value: string; name: string; bad?: boolean }[];
}

/** A few figures side by side, each with what it counts under it. */
export function Figures({ figures }: FiguresProps) {
  return (
    <dl className="bk-figures">
      {figures.map(({ value, name, bad }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={bad ? 'bk-bad' : undefined}>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}

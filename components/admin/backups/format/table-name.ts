interface Named {
  schema: string;
  name: string;
}

/** As a person writes it: without the schema where that is public. */
export function tableName({ schema, name }: Named): string {
  return schema === 'public' ? name : `${schema}.${name}`;
}

/** As a request names it: a part that holds a dot or a quote stands in double quotes. */
export function exactTableName({ schema, name }: Named): string {
  const quoted = (part: string) => (/[."]/.test(part) ? `"${part.replaceAll('"', '""')}"` : part);
  return `${quoted(schema)}.${quoted(name)}`;
}

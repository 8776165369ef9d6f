/** One recovery point of a comparison. */
export interface ComparedPointView {
  id: string;
  createdAt: string;
  note: string | null;
  scope: 'full' | 'schema' | 'tables';
}

export interface ChangedFact {
  fact: 'seed' | 'server' | 'content' | 'app' | 'encoding' | 'collation' | 'files';
  /** Null where the point does not have it. */
  before: string | null;
  after: string | null;
}

export interface PointComparisonView {
  before: ComparedPointView;
  after: ComparedPointView;
  same: boolean;
  /** By hash; `name` is that of today's journal, null where it does not know the migration. */
  migrations: { hash: string; name: string | null; change: 'added' | 'removed' }[];
  sameMigrations: number;
  /** Null where one of the points counted no rows. `changed`: as many rows, other content. */
  tables:
    | {
        schema: string;
        name: string;
        change: 'added' | 'removed' | 'grown' | 'shrunk' | 'changed';
        rowsBefore: number | null;
        rowsAfter: number | null;
      }[]
    | null;
  sameTables: number;
  extensions: { name: string; before: string | null; after: string | null }[];
  facts: ChangedFact[];
}

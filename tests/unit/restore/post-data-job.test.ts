import { describe, expect, it } from 'vitest';
import { tableKey } from '@/lib/backup/database/fingerprint/table-fingerprint';
import { PostDataReader } from '@/lib/backup/database/restore/post-data-job';

const key = (name: string, schema = 'public') => tableKey({ schema, name });
const locks = (sql: string, reader = new PostDataReader()) => {
  const found = reader.locks(sql);
  return found && Object.fromEntries(found);
};

describe('PostDataReader', () => {
  it('knows which tables an index or a constraint needs', () => {
    expect(locks('CREATE UNIQUE INDEX i ON public."odd t" USING btree (a);')).toEqual({ [key('odd t')]: 'share' });
    expect(locks('CREATE INDEX i ON ONLY a.t USING gin (a);')).toEqual({ [key('t', 'a')]: 'share' });
    const primary = 'ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (id);';
    expect(locks(primary)).toEqual({ [key('t')]: 'exclusive' });
    const reference =
      'ALTER TABLE ONLY public.a\n    ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES public.b(id) DEFERRABLE;';
    expect(locks(reference)).toEqual({ [key('a')]: 'exclusive', [key('b')]: 'exclusive' });
    expect(locks('ALTER TABLE ONLY public.t REPLICA IDENTITY USING INDEX i;')).toEqual({ [key('t')]: 'exclusive' });
    expect(locks(`COMMENT ON CONSTRAINT c ON public.t IS 'x';`)).toEqual({ [key('t')]: 'exclusive' });
  });

  it('knows the table of an index that it has seen', () => {
    const reader = new PostDataReader();
    expect(locks(`COMMENT ON INDEX public."i ""x" IS 'x';`, reader)).toBeNull();
    reader.locks('CREATE INDEX "i ""x" ON public.t USING btree (a);');
    expect(locks(`COMMENT ON INDEX public."i ""x" IS 'x';`, reader)).toEqual({ [key('t')]: 'exclusive' });
    expect(locks('ALTER INDEX public."i ""x" ALTER COLUMN 1 SET STATISTICS 100;', reader)).toEqual({
      [key('t')]: 'exclusive',
    });
  });

  it('lets everything else run alone', () => {
    const alone = [
      'ALTER INDEX public.parent_i ATTACH PARTITION public.child_i;',
      // Without ONLY it reaches the partitions too.
      'ALTER TABLE public.events\n    ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES public.b(id);',
      'CREATE TRIGGER g BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.f();',
      'CREATE POLICY p ON public.t USING (true);',
      'ALTER TABLE public.t ENABLE ROW LEVEL SECURITY;',
      'REFRESH MATERIALIZED VIEW public.m;',
      `COMMENT ON CONSTRAINT c ON DOMAIN public.d IS 'x';`,
      'ALTER TABLE ONLY public.t ADD CONSTRAINT n NOT NULL a NOT VALID;',
    ];
    for (const sql of alone) expect(locks(sql), sql).toBeNull();
  });
});

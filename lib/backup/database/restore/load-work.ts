import type { Client } from 'pg';
import { type LoadStep, loadFailure } from './load-failure';
import type { LoadOptions, LoadSummary } from './load-options';
import { loadRows } from './load-rows';
import { createdExtension, type LoadSession, localSetting } from './load-session';
import { runStatement } from './load-statement';
import { ownershipKind, runOwnership } from './ownership';
import { OwnershipNotes } from './ownership-notes';
import type { RowsPart } from './read-dump';
import {
  decideStatement,
  includesTable,
  type StatementPolicy,
  statementKind,
  statementTable,
} from './statement-policy';

const AFTER_OWNERS = /^(GRANT|REVOKE|ALTER DEFAULT PRIVILEGES|REFRESH MATERIALIZED VIEW|CREATE EVENT TRIGGER)\b/;

/** Whether pg_dump writes a statement behind everything that makes objects: privileges, and what they are needed for. */
export const isClosing = (sql: string): boolean => AFTER_OWNERS.test(sql) || /^SET SESSION AUTHORIZATION\b/.test(sql);

/** One load on one or more connections: decides, runs, counts and notes. Throws AppFailure that names the step. */
export class LoadWork {
  #options: LoadOptions;
  #policy: StatementPolicy;
  #local: boolean;
  #notes = new OwnershipNotes();
  #owners: string[] = [];
  #counts = { statements: 0, tables: 0, bytes: 0 };

  /** `local`: one transaction of the caller, to whose end the dump's settings hold. */
  constructor(options: LoadOptions, { local }: { local: boolean }) {
    const { ownership, serverMajor, absentTables = [], onlyRowsOf, presentSchemas } = options;
    this.#options = options;
    this.#policy = { ownership, serverMajor, absentTables, onlyRowsOf, presentSchemas };
    this.#local = local;
  }

  skips(sql: string): boolean {
    return decideStatement(sql, this.#policy) === 'skip';
  }

  async statement(client: Client, session: LoadSession, sql: string, inTransaction: boolean): Promise<void> {
    const step: LoadStep = { kind: statementKind(sql), table: statementTable(sql) };
    try {
      const decision = decideStatement(sql, this.#policy);
      if (decision === 'other-grantor') this.#notes.otherGrantor();
      if (decision !== 'run' && decision !== 'ownership') return;
      await session.beforePart(sql);
      if (isClosing(sql)) await this.giveAway(client, inTransaction);
      if (decision === 'ownership' && ownershipKind(sql) === 'owner' && !session.isSuperuser) {
        // A role that has given a table away may not fill it any more.
        this.#owners.push(sql);
        return;
      }
      await this.#run(client, session, sql, decision === 'ownership', inTransaction);
      this.#counts.statements += 1;
    } catch (thrown) {
      throw loadFailure(thrown, step);
    }
  }

  async #run(client: Client, session: LoadSession, sql: string, ownership: boolean, inTransaction: boolean) {
    const extension = createdExtension(sql);
    if (ownership) await runOwnership(client, sql, this.#notes, { inTransaction });
    else if (extension !== null) await session.extension(extension, sql);
    else await runStatement(client, this.#local ? localSetting(sql) : sql);
  }

  /** What must be there before the first row is. */
  beforeRows(session: LoadSession): Promise<void> {
    return session.beforePart(null);
  }

  async rows(client: Client, session: LoadSession, part: RowsPart, sql = part.sql): Promise<void> {
    try {
      await this.beforeRows(session);
      this.#options.onTable?.(part.table);
      this.#counts.bytes += await loadRows(client, sql, part.data);
      this.#counts.tables += 1;
    } catch (thrown) {
      throw loadFailure(thrown, { kind: 'COPY', table: part.table });
    }
  }

  /** Rows that are not wanted are left unread: the reader of the dump then skips them. */
  wantsRows({ table }: RowsPart): boolean {
    const { onlyRowsOf } = this.#options;
    return onlyRowsOf === undefined || includesTable(onlyRowsOf, table);
  }

  /** Gives objects to their owners, where that had to wait. */
  async giveAway(client: Client, inTransaction: boolean): Promise<void> {
    for (const sql of this.#owners.splice(0)) {
      const step: LoadStep = { kind: statementKind(sql), table: statementTable(sql) };
      try {
        await runOwnership(client, sql, this.#notes, { inTransaction });
        this.#counts.statements += 1;
      } catch (thrown) {
        throw loadFailure(thrown, step);
      }
    }
  }

  summary(): LoadSummary {
    return { ...this.#counts, notes: this.#notes.sentences() };
  }
}

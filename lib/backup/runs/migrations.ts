/**
 * The module's own tables, embedded so that no file is looked up at run time. Append only: a migration that was
 * released is never edited.
 */
export const MIGRATIONS: readonly { id: string; statements: readonly string[] }[] = [
  {
    id: '0001-runs',
    statements: [
      `CREATE TABLE backup.runs (
        id text PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('backup', 'verify')),
        status text NOT NULL CHECK (status IN ('running', 'done', 'failed', 'cancelled', 'lost')),
        trigger text NOT NULL,
        actor_id text,
        actor_name text NOT NULL,
        note text,
        slot text UNIQUE,
        idempotency_key text UNIQUE,
        options jsonb NOT NULL,
        backup_id text NOT NULL,
        phases jsonb NOT NULL DEFAULT '[]',
        progress jsonb,
        error jsonb,
        size bigint,
        cancel_requested_at timestamptz,
        cancel_requested_by text,
        fence bigint NOT NULL UNIQUE,
        holder text NOT NULL,
        heartbeat_at timestamptz NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        cleaned_up_at timestamptz,
        deleted_at timestamptz,
        CHECK ((status = 'running') = (finished_at IS NULL))
      )`,
      'CREATE INDEX runs_backup_id ON backup.runs (backup_id)',
      `CREATE UNIQUE INDEX runs_one_running ON backup.runs ((true)) WHERE status = 'running'`,
      `CREATE TABLE backup.leases (
        name text PRIMARY KEY,
        fence bigint NOT NULL,
        holder text NOT NULL,
        run_id text,
        expires_at timestamptz NOT NULL
      )`,
      `CREATE TABLE backup.attempts (
        key text PRIMARY KEY,
        taken timestamptz[] NOT NULL,
        allowed boolean NOT NULL,
        expires_at timestamptz NOT NULL
      )`,
      'CREATE INDEX attempts_expires_at ON backup.attempts (expires_at)',
      `CREATE TABLE backup.download_tokens (
        token_sha256 text PRIMARY KEY,
        user_id text NOT NULL,
        backup_id text NOT NULL,
        expires_at timestamptz NOT NULL
      )`,
    ],
  },
  {
    id: '0002-restores',
    statements: [
      'ALTER TABLE backup.runs DROP CONSTRAINT runs_kind_check',
      `ALTER TABLE backup.runs ADD CONSTRAINT runs_kind_check
        CHECK (kind IN ('backup', 'verify', 'restore', 'undo', 'reset'))`,
      // One row: sign-ins from before this moment are void, but for the admin who restored.
      `CREATE TABLE backup.session_epoch (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        valid_from timestamptz NOT NULL,
        except_user_id text
      )`,
    ],
  },
  {
    id: '0003-content',
    statements: [
      'ALTER TABLE backup.runs DROP CONSTRAINT runs_kind_check',
      `ALTER TABLE backup.runs ADD CONSTRAINT runs_kind_check
        CHECK (kind IN ('backup', 'verify', 'restore', 'undo', 'reset', 'content'))`,
    ],
  },
  {
    id: '0004-content-watch',
    statements: [
      // One row: the commit up to which the schedule has judged the content.
      `CREATE TABLE backup.content_watch (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        sha text NOT NULL,
        judged_at timestamptz NOT NULL
      )`,
    ],
  },
  {
    id: '0005-audit',
    statements: [
      // Gapless by the lock on audit_head; `at` is text with microseconds, so that every digit is part of the hash.
      `CREATE TABLE backup.audit_events (
        seq bigint PRIMARY KEY,
        at text NOT NULL,
        act text NOT NULL,
        subject text,
        actor_id text,
        actor_name text NOT NULL,
        channel text NOT NULL,
        address text,
        detail jsonb NOT NULL,
        previous text NOT NULL,
        hash text NOT NULL UNIQUE
      )`,
      'CREATE INDEX audit_events_act ON backup.audit_events (act, seq)',
      'CREATE INDEX audit_events_at ON backup.audit_events (at)',
      `CREATE FUNCTION backup.refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'Rows of the audit are never changed or removed.' USING ERRCODE = 'insufficient_privilege';
        END $$`,
      `CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON backup.audit_events
        FOR EACH STATEMENT EXECUTE FUNCTION backup.refuse_audit_change()`,
      // One row: the end of the chain, signed, and how far it is mirrored to the storage.
      `CREATE TABLE backup.audit_head (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        seq bigint NOT NULL,
        hash text NOT NULL,
        signature jsonb,
        mirrored_seq bigint NOT NULL
      )`,
      `INSERT INTO backup.audit_head (seq, hash, mirrored_seq) VALUES (0, repeat('0', 64), 0)`,
      // What people were told and when, so that the same trouble is not told every hour.
      `CREATE TABLE backup.notices (
        topic text PRIMARY KEY,
        event text NOT NULL,
        since timestamptz NOT NULL,
        told_at timestamptz NOT NULL,
        times integer NOT NULL
      )`,
      `CREATE TABLE backup.notice_channels (
        channel text PRIMARY KEY,
        tried_at timestamptz NOT NULL,
        delivered_at timestamptz,
        reason text
      )`,
    ],
  },
  {
    id: '0006-policy',
    statements: [
      // Every policy that ever held; the newest version is the one that does. Rows are only added.
      `CREATE TABLE backup.policy (
        version integer PRIMARY KEY CHECK (version > 0),
        policy jsonb NOT NULL,
        saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        actor_id text,
        actor_name text NOT NULL
      )`,
      // One row: since when the schedule is watched. What came before its first tick was never promised.
      `CREATE TABLE backup.schedule_watch (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        since timestamptz NOT NULL,
        ticked_at timestamptz NOT NULL
      )`,
      'ALTER TABLE backup.runs DROP CONSTRAINT runs_kind_check',
      `ALTER TABLE backup.runs ADD CONSTRAINT runs_kind_check
        CHECK (kind IN ('backup', 'verify', 'restore', 'undo', 'reset', 'content', 'prune'))`,
      'ALTER TABLE backup.runs DROP CONSTRAINT runs_status_check',
      `ALTER TABLE backup.runs ADD CONSTRAINT runs_status_check
        CHECK (status IN ('running', 'done', 'failed', 'cancelled', 'lost', 'missed'))`,
    ],
  },
  {
    id: '0007-migrate',
    statements: [
      'ALTER TABLE backup.runs DROP CONSTRAINT runs_kind_check',
      `ALTER TABLE backup.runs ADD CONSTRAINT runs_kind_check CHECK
        (kind IN ('backup', 'verify', 'restore', 'undo', 'reset', 'content', 'prune', 'migrate', 'seed'))`,
    ],
  },
  {
    id: '0008-sign-offs',
    statements: [
      // What people vouch for, since no machine can look: rows are only added, the newest of an item speaks.
      `CREATE TABLE backup.sign_offs (
        id text PRIMARY KEY,
        item text NOT NULL,
        act text NOT NULL CHECK (act IN ('sign', 'revoke')),
        actor_id text,
        actor_name text NOT NULL,
        note text,
        covers jsonb NOT NULL,
        at timestamptz NOT NULL,
        expires_at timestamptz,
        CHECK ((act = 'sign') = (expires_at IS NOT NULL))
      )`,
      'CREATE INDEX sign_offs_item ON backup.sign_offs (item, at, id)',
      `CREATE FUNCTION backup.refuse_sign_off_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          RAISE EXCEPTION 'Sign-offs are never changed or removed.' USING ERRCODE = 'insufficient_privilege';
        END $$`,
      `CREATE TRIGGER sign_offs_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON backup.sign_offs
        FOR EACH STATEMENT EXECUTE FUNCTION backup.refuse_sign_off_change()`,
      // When somebody outside last asked an address that is there to be watched.
      `CREATE TABLE backup.watchers (
        address text PRIMARY KEY,
        asked_at timestamptz NOT NULL
      )`,
    ],
  },
  {
    id: '0009-game-days',
    statements: [
      // The rehearsal that is going on. What one came to stands in the storage.
      `CREATE TABLE backup.game_days (
        id text PRIMARY KEY,
        actor_id text,
        actor_name text NOT NULL,
        trigger text NOT NULL,
        state jsonb NOT NULL,
        started_at timestamptz NOT NULL,
        ended_at timestamptz
      )`,
      'CREATE UNIQUE INDEX game_days_one_open ON backup.game_days ((true)) WHERE ended_at IS NULL',
    ],
  },
  {
    id: '0010-storage-tests',
    statements: [
      // What came of the last test of each place, so that every instance shows it and a restart forgets nothing.
      `CREATE TABLE backup.storage_tests (
        name text PRIMARY KEY,
        description text NOT NULL,
        result jsonb NOT NULL
      )`,
    ],
  },
];

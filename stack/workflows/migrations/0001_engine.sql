-- The engine's whole state. No foreign keys between the hot tables: every row hangs off a run and is written
-- under a fence (job id, lease number); retention deletes run by run.

-- One row: bumped with every change of the registered functions, so that each engine knows its cache is old.
CREATE TABLE workflows.registry (
  single  boolean PRIMARY KEY DEFAULT true CHECK (single),
  version bigint  NOT NULL
);
INSERT INTO workflows.registry (version) VALUES (1);

CREATE TABLE workflows.apps (
  id            text PRIMARY KEY,
  url           text NOT NULL,
  sdk           text NOT NULL,
  framework     text NOT NULL,
  registered_at timestamptz NOT NULL DEFAULT now(),
  refusal       text
);

CREATE TABLE workflows.functions (
  id         text PRIMARY KEY,
  app_id     text NOT NULL,
  name       text NOT NULL,
  config     json NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  removed_at timestamptz
);
CREATE INDEX functions_app ON workflows.functions (app_id);

-- The primary key deduplicates events for as long as they are kept.
CREATE TABLE workflows.events (
  id          text PRIMARY KEY,
  name        text NOT NULL,
  payload     json NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX events_received ON workflows.events (received_at);

CREATE TABLE workflows.runs (
  id          uuid PRIMARY KEY,
  function_id text NOT NULL,
  status      text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'completed', 'failed', 'cancelled')),
  event_id    text NOT NULL,
  events      json NOT NULL,
  gates       json,
  parent_run  uuid,
  parent_step text,
  created_at  timestamptz NOT NULL DEFAULT now(),
  ended_at    timestamptz,
  output      json,
  error       json
);
CREATE INDEX runs_function ON workflows.runs (function_id, id DESC);
CREATE INDEX runs_status ON workflows.runs (status, id DESC);
CREATE INDEX runs_event ON workflows.runs (event_id);
CREATE INDEX runs_parent ON workflows.runs (parent_run) WHERE parent_run IS NOT NULL;
CREATE INDEX runs_ended ON workflows.runs (ended_at) WHERE ended_at IS NOT NULL;

-- Memoised steps. done_order is the order of completion, which the SDK replays.
CREATE SEQUENCE workflows.done_order;
CREATE TABLE workflows.steps (
  run_id     uuid NOT NULL,
  id         text NOT NULL,
  op         text NOT NULL,
  name       text NOT NULL,
  detail     text,
  status     text NOT NULL CHECK (status IN ('planned', 'waiting', 'done', 'failed')),
  coalesced  boolean NOT NULL DEFAULT false,
  data       json,
  error      json,
  due_at     timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  ended_at   timestamptz,
  done_order bigint,
  PRIMARY KEY (run_id, id)
);

CREATE TABLE workflows.errors (
  id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id  uuid NOT NULL,
  step_id text,
  attempt integer NOT NULL,
  error   json NOT NULL,
  at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX errors_run ON workflows.errors (run_id);

-- What a run listens for: a waitForEvent (step_id set) or a cancelOn. (path, value) is the part of its expression
-- that an index can answer: "the event's value at this path equals this"; expression is the rest, null when there is none.
CREATE TABLE workflows.waits (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id     uuid NOT NULL,
  step_id    text,
  event_name text NOT NULL,
  path       text NOT NULL DEFAULT '',
  value      text NOT NULL DEFAULT '',
  expression text,
  expires_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX waits_event ON workflows.waits (event_name, path, value);
CREATE INDEX waits_run ON workflows.waits (run_id);

-- The paths in use for each event's name, so that an event knows what to look up.
CREATE TABLE workflows.wait_paths (
  event_name text NOT NULL,
  path       text NOT NULL,
  PRIMARY KEY (event_name, path)
);

-- The queue. A job is takeable when due_at has passed; taking it moves due_at to the end of the lease, so that a
-- timer, a retry and a lost lease are one thing. Each taking raises the lease number, which fences its results.
CREATE TABLE workflows.jobs (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind        text NOT NULL CHECK (kind IN ('call', 'resolve', 'cancel', 'event', 'start', 'cron')),
  run_id      uuid,
  step_id     text,
  function_id text,
  due_at      timestamptz NOT NULL DEFAULT now(),
  lease       integer NOT NULL DEFAULT 0,
  leased_by   text,
  attempt     integer NOT NULL DEFAULT 0,
  unreachable integer NOT NULL DEFAULT 0,
  crashes     integer NOT NULL DEFAULT 0,
  holds       boolean NOT NULL DEFAULT false,
  blocked_on  text,
  -- The limit of the one key it waits for; null when it needs other keys as well and has to ask again.
  blocked_limit integer,
  payload     json,
  dedupe_key  text UNIQUE
) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
CREATE INDEX jobs_due ON workflows.jobs (due_at);
CREATE INDEX jobs_run ON workflows.jobs (run_id);
CREATE INDEX jobs_blocked ON workflows.jobs (blocked_on, id) WHERE blocked_on IS NOT NULL;

-- Concurrency: how many jobs hold each key now. Equals the count of jobs with holds = true and that key.
CREATE TABLE workflows.slots (
  key  text PRIMARY KEY,
  used integer NOT NULL CHECK (used >= 0)
) WITH (fillfactor = 50);

-- Runs that debounce or batchEvents hold back.
CREATE TABLE workflows.pending_starts (
  kind        text NOT NULL CHECK (kind IN ('debounce', 'batch')),
  function_id text NOT NULL,
  key         text NOT NULL,
  event_ids   text[] NOT NULL,
  first_at    timestamptz NOT NULL DEFAULT now(),
  due_at      timestamptz NOT NULL,
  PRIMARY KEY (kind, function_id, key)
);

CREATE TABLE workflows.idempotency (
  function_id text NOT NULL,
  key         text NOT NULL,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (function_id, key)
);
CREATE INDEX idempotency_expiry ON workflows.idempotency (expires_at);

-- place is the host and port it listens on: whoever holds that now knows that the one before is gone.
CREATE TABLE workflows.engines (
  id         text PRIMARY KEY,
  place      text NOT NULL,
  url        text NOT NULL,
  pid        integer NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at    timestamptz NOT NULL DEFAULT now()
);

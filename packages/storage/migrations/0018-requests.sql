-- Requests as they were answered, for operators: written behind the answers, so that a crash loses
-- the last of them, and pruned. Nothing refers to them, and they refer to nothing.
create table requests (
  number bigint generated always as identity primary key,
  request_id text not null,
  at timestamptz not null,
  method text not null,
  path text not null,
  operation text,
  merchant_id text,
  key_id text,
  -- What was made, read or asked for.
  resource_id text,
  -- null: the caller had gone before the answer.
  status smallint,
  code integer,
  duration_ms real not null,
  check ((status is null) = (code is null))
);
create index requests_of_id on requests (request_id);
create index requests_of_resource on requests (resource_id, number) where resource_id is not null;
create index requests_failed on requests (number) where code <> 0;
create index requests_at on requests using brin (at);

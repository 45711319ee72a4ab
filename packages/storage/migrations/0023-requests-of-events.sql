-- The request that an event goes back to, if there is one: the API and its webhooks tell it.
alter table events add column request_id text;

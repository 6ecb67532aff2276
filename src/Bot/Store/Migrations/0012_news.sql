-- What comes with every webhook is written where it stands, without a word in any index: an expression over the body counts as changed whenever the body does, a column only when it does.
drop index facts_pull_heads;
drop index facts_pull_created;
alter table facts set (fillfactor = 70);
alter table facts
    add column head    text generated always as (case when kind = 'pull' then body #>> '{pull,head}' end) stored,
    add column created text generated always as (case when kind = 'pull' then body #>> '{pull,created}' end) stored;
create index facts_pull_heads on facts (repo, head) where kind = 'pull' and alive;
create index facts_pull_created on facts (repo, created) where kind = 'pull';

-- They come in the order of their time, and are forgotten in it.
drop index deliveries_at;
create index deliveries_at on deliveries using brin (at) with (pages_per_range = 16);

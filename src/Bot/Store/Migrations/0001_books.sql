-- What is known of GitHub. A fact is kept by its key; an older stamp never overwrites a newer one.
create table facts (
    repo   bigint  not null,
    kind   text    not null,
    parent text    not null,
    key    text    not null,
    stamp  bigint  not null,
    alive  boolean not null,
    news   boolean not null, -- whether the last write changed more than the stamp
    body   jsonb   not null,
    primary key (repo, kind, parent, key)
);

create index facts_alive on facts (kind, repo, key) where alive;
create index facts_pull_heads on facts (repo, (body #>> '{pull,head}')) where kind = 'pull' and alive;

-- Webhook deliveries that were taken in: GitHub sends one again under the same id.
create table deliveries (
    id text        primary key,
    at timestamptz not null
);

create index deliveries_at on deliveries (at);

-- One memory per subject, written by compare-and-swap on its version.
create table ledgers (
    subject text        primary key,
    repo    bigint      not null,
    kind    text        not null,
    version bigint      not null,
    alive   boolean     not null,
    at      timestamptz not null,
    body    jsonb       not null
);

create index ledgers_alive on ledgers (kind, repo, subject) where alive;

-- Append-only. Writers of one repository take turns, so that its lines become visible in the order of seq.
create table journal (
    seq     bigint      generated always as identity primary key,
    repo    bigint      not null,
    subject text        not null,
    at      timestamptz not null,
    kind    text        not null,
    says    text        not null,
    pulls   int[]       not null,
    data    jsonb
);

create index journal_kind on journal (repo, kind, seq);
create index journal_pulls on journal using gin (pulls);

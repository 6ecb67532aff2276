-- What operators did on their page: who, when, what, and about what.
create table operations (
    seq   bigint      generated always as identity primary key,
    at    timestamptz not null,
    login text        not null,
    act   text        not null,
    about text        not null
);

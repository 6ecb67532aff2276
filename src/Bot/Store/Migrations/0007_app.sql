-- The App that was registered at /setup: one row, sealed with a key that is not in the database.
create table app (
    single boolean primary key check (single),
    body   text    not null
);

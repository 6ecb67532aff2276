-- Up to which line of its journal a repository's channels were told.
create table notified (
    repo bigint primary key,
    seq  bigint not null
);

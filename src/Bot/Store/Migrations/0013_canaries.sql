-- What was told of a canary: its page asks for it.
create index journal_canary on journal (repo, (data ->> 'canary'), seq) where data ->> 'canary' is not null;

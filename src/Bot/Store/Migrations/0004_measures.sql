-- What is new in a repository is asked for all the time, and what happened there since some line is measured.
create index journal_repo on journal (repo, seq);

-- The story of a repository's deployments is asked for also when nothing is under way.
create index ledgers_environments on ledgers (repo, subject) where kind = 'environment';

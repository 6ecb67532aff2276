-- Pulls that change the same files are found by their paths.
create index ledgers_touched on ledgers using gin ((body #> '{touched,paths}')) where kind = 'pull';

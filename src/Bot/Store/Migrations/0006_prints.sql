-- Pulls that are like one another are found by the keys of their fingerprints.
create index ledgers_prints on ledgers using gin ((body #> '{print,keys}')) where kind = 'pull';

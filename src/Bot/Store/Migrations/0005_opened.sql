-- Which pull requests were opened since some day: measures of the flow ask for those that are new.
create index facts_pull_created on facts (repo, (body #>> '{pull,created}')) where kind = 'pull';

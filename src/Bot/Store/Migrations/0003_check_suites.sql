-- Checks are kept by suite from here on; those without one would stand beside them for ever. The sweep reads them again.
delete from facts where kind = 'check' and body #>> '{check,app}' is not null and body #>> '{check,suite}' is null and body #>> '{check,name}' <> 'sluice';

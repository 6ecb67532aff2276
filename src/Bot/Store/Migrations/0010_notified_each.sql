-- Each channel has a place of its own: what one of them does not take is not told another again.
alter table notified add column channel text not null default 'slack';
alter table notified alter column channel drop default;
alter table notified drop constraint notified_pkey;
alter table notified add primary key (repo, channel);
insert into notified (repo, seq, channel) select repo, seq, 'webhook' from notified;

-- Up Migration
create table effect (number bigint generated always as identity primary key);
comment on table effect is 'What a command of the tests does, so that doing it twice shows.';

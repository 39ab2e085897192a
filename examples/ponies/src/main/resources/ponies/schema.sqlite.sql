create table ponies (
  id integer primary key autoincrement,
  name text not null unique,
  height integer not null check (height between 50 and 148)
);

create table rides (
  pony integer not null references ponies on delete cascade,
  rider text not null,
  primary key (pony, rider)
);

-- SQLite obeys foreign keys only on connections that ask for it.
create trigger rides_end after delete on ponies
begin
  delete from rides where pony = old.id;
end;

create table ponies (
  id integer generated always as identity primary key,
  name text not null unique,
  height integer not null check (height between 50 and 148)
);

create table rides (
  pony integer not null references ponies on delete cascade,
  rider text not null,
  primary key (pony, rider)
);

create table ponies (
  id integer auto_increment primary key,
  name varchar(100) not null unique,
  height integer not null check (height between 50 and 148)
);

create table rides (
  pony integer not null,
  rider varchar(100) not null,
  primary key (pony, rider),
  foreign key (pony) references ponies (id) on delete cascade
);

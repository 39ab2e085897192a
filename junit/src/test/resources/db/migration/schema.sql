create table note (
  id integer primary key,
  text text not null
);

create sequence ticket start 100;

insert into note values (1, 'from the template');

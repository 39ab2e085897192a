create table other (id integer primary key);

create table customers (
  id integer generated always as identity primary key,
  email text not null unique check (email like '%@%'),
  name text not null,
  since date not null default current_date
);

create table addresses (
  id integer generated always as identity primary key,
  customer integer not null references customers on delete cascade,
  street text not null,
  city text not null,
  country char(2) not null
);

create table products (
  id integer generated always as identity primary key,
  sku text not null unique,
  name text not null,
  price_cents bigint not null check (price_cents > 0),
  on_sale boolean not null default true
);

create table accounts (
  login text primary key,
  password text not null,
  company text not null
);

create table products (
  id int primary key,
  name text not null unique,
  cents int not null
);

create table cart_lines (
  login text not null references accounts on delete cascade,
  product int not null references products,
  quantity int not null check (quantity > 0),
  primary key (login, product)
);

create table orders (
  number int generated always as identity primary key,
  login text not null references accounts on delete cascade,
  cents int not null
);

insert into accounts values
  ('anna@acme.example', 'hay for 3', 'ACME'),
  ('berta@acme.example', 'hay for 5', 'ACME'),
  ('carl@acme.example', 'hay for 7', 'ACME'),
  ('dora@other.example', 'hay for 9', 'OTHER');

insert into products values
  (1, 'Saddle', 24900),
  (2, 'Bridle', 8950),
  (3, 'Brush', 990),
  (4, 'Bucket', 1290);

create table stock (
  product integer primary key references products,
  on_hand integer not null default 0 check (on_hand >= 0),
  reserved integer not null default 0,
  check (reserved between 0 and on_hand)
);

create table stock_movements (
  id integer generated always as identity primary key,
  product integer not null references products,
  quantity integer not null check (quantity <> 0),
  reason text not null,
  at timestamptz not null default now()
);

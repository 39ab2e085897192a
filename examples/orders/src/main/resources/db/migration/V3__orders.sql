create table orders (
  id integer generated always as identity primary key,
  customer integer not null references customers,
  status text not null default 'PLACED'
    check (status in ('PLACED', 'PAID', 'SHIPPED', 'DELIVERED', 'CANCELLED')),
  placed timestamptz not null default now()
);

create table order_lines (
  order_id integer not null references orders,
  product integer not null references products,
  quantity integer not null check (quantity > 0),
  unit_price_cents bigint not null check (unit_price_cents > 0),
  primary key (order_id, product)
);

create index orders_of_customer on orders (customer);

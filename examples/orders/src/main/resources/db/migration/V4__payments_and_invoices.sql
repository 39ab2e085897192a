create table payments (
  id integer generated always as identity primary key,
  order_id integer not null references orders,
  amount_cents bigint not null check (amount_cents <> 0),
  reference text not null unique,
  paid timestamptz not null default now()
);

create sequence invoice_number start 2026001;

create table invoices (
  number integer primary key default nextval('invoice_number'),
  order_id integer not null unique references orders,
  total_cents bigint not null
);

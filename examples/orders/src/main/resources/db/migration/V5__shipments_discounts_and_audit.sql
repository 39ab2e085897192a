create table shipments (
  id integer generated always as identity primary key,
  order_id integer not null unique references orders,
  address integer not null references addresses,
  tracking text not null unique,
  delivered boolean not null default false
);

create table discounts (
  code text primary key,
  percent integer not null check (percent between 1 and 90),
  uses_left integer not null check (uses_left >= 0)
);

alter table orders add discount text references discounts;

create table audit_log (
  id integer generated always as identity primary key,
  order_id integer not null,
  event text not null
);

create function audit_order() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into audit_log (order_id, event) values (new.id, new.status);
  elsif new.status <> old.status then
    insert into audit_log (order_id, event) values (new.id, old.status || ' -> ' || new.status);
  end if;
  return null;
end;
$$;

create trigger audit_orders after insert or update on orders
  for each row execute function audit_order();

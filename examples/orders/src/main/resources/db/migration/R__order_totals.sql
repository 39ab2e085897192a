create or replace view order_totals as
select
  orders.id as order_id,
  orders.customer,
  orders.status,
  coalesce(sum(quantity), 0)::integer as items,
  coalesce(sum(quantity * unit_price_cents), 0)::bigint * (100 - coalesce(percent, 0)) / 100
    as total_cents
from orders
left join order_lines on order_lines.order_id = orders.id
left join discounts on discounts.code = orders.discount
group by orders.id, percent;

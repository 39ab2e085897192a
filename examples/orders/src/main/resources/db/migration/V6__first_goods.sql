insert into customers (email, name) values
  ('ada@example.com', 'Ada'),
  ('grace@example.com', 'Grace'),
  ('linus@example.com', 'Linus');

insert into addresses (customer, street, city, country) values
  (1, '12 St James''s Square', 'London', 'GB'),
  (2, '1 Navy Yard', 'Arlington', 'US'),
  (3, '5 Mannerheimintie', 'Helsinki', 'FI');

insert into products (sku, name, price_cents) values
  ('TEA-1', 'Assam', 650),
  ('TEA-2', 'Darjeeling', 890),
  ('POT-1', 'Teapot', 3400),
  ('CUP-1', 'Cup', 1200),
  ('TIN-1', 'Tin', 499);

insert into stock (product, on_hand)
  select id, case sku when 'POT-1' then 3 else 100 end from products;

insert into discounts (code, percent, uses_left) values
  ('WELCOME', 10, 1000),
  ('FIRST-TWO', 50, 2);

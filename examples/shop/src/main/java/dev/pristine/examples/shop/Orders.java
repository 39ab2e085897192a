package dev.pristine.examples.shop;

import java.util.List;
import java.util.Optional;

/** What was bought. */
record Orders(Sql sql) {

  record Order(int number, int cents) {}

  /** Makes an order of all that is in a cart; empty if nothing is. */
  Optional<Order> checkOut(String login) {
    return sql
        .list(
            row -> new Order(row.getInt("number"), row.getInt("cents")),
            """
            with bought as (delete from cart_lines where login = ? returning product, quantity)
            insert into orders (login, cents)
            select ?, sum(quantity * cents) from bought join products on products.id = product
            having count(*) > 0
            returning number, cents""",
            login,
            login)
        .stream()
        .findFirst();
  }

  List<Order> of(String login) {
    return sql.list(
        row -> new Order(row.getInt("number"), row.getInt("cents")),
        "select number, cents from orders where login = ? order by number",
        login);
  }
}

package dev.pristine.examples.orders;

import java.util.List;
import javax.sql.DataSource;

/** What the owner of the shop wants to know. */
record Reports(DataSource database) {

  long revenueCents() {
    return Transaction.on(
        database,
        transaction ->
            transaction.one(
                row -> row.getLong(1), "select coalesce(sum(amount_cents), 0) from payments"));
  }

  /** Returns the names of products, the one sold most first. */
  List<String> bestsellers() {
    return Transaction.on(
        database,
        transaction ->
            transaction.list(
                row -> row.getString(1),
                """
                select name
                from products
                join order_lines on product = products.id
                join orders on orders.id = order_id and status <> 'CANCELLED'
                group by name
                order by sum(quantity) desc, name
                """));
  }

  /** Returns all that happened to orders, the oldest first. */
  List<String> history() {
    return Transaction.on(
        database,
        transaction ->
            transaction.list(
                row -> "%d %d: %s".formatted(row.getInt(1), row.getInt(2), row.getString(3)),
                "select id, order_id, event from audit_log order by id"));
  }
}

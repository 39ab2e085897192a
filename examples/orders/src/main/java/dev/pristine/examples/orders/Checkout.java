package dev.pristine.examples.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Orders are placed and cancelled here. */
record Checkout(DataSource database) {

  enum Status {
    PLACED,
    PAID,
    SHIPPED,
    DELIVERED,
    CANCELLED
  }

  record Order(int id, int customer, Status status, int items, long totalCents) {
    static Order read(ResultSet row) throws SQLException {
      return new Order(
          row.getInt("order_id"),
          row.getInt("customer"),
          Status.valueOf(row.getString("status")),
          row.getInt("items"),
          row.getLong("total_cents"));
    }
  }

  /** Places an order, a number of pieces for each product, and returns its id. */
  int place(int customer, Map<String, Integer> pieces) {
    return Transaction.on(database, transaction -> place(transaction, customer, pieces));
  }

  /** Places an order with a discount, of which one use is used up. */
  int place(int customer, Map<String, Integer> pieces, String discount) {
    return Transaction.on(
        database,
        transaction -> {
          Discounts.useUp(transaction, discount);
          int order = place(transaction, customer, pieces);
          transaction.execute("update orders set discount = ? where id = ?", discount, order);
          return order;
        });
  }

  /** Cancels an order that is not paid. */
  void cancel(int order) {
    Transaction.on(
        database,
        transaction -> {
          advance(transaction, order, Status.PLACED, Status.CANCELLED);
          for (Line line : lines(transaction, order)) {
            Warehouse.release(transaction, line.product, line.quantity);
          }
          return order;
        });
  }

  Order get(int order) {
    return Transaction.on(
        database,
        transaction ->
            transaction
                .find(Order::read, "select * from order_totals where order_id = ?", order)
                .orElseThrow(() -> new Refused("There is no order " + order)));
  }

  List<Order> ofCustomer(int customer) {
    return Transaction.on(
        database,
        transaction ->
            transaction.list(
                Order::read,
                "select * from order_totals where customer = ? order by order_id",
                customer));
  }

  record Line(int product, int quantity) {}

  static List<Line> lines(Transaction transaction, int order) throws SQLException {
    return transaction.list(
        row -> new Line(row.getInt(1), row.getInt(2)),
        "select product, quantity from order_lines where order_id = ? order by product",
        order);
  }

  /** Brings an order from one status to the next. */
  static void advance(Transaction transaction, int order, Status from, Status to)
      throws SQLException {
    int changed =
        transaction.execute(
            "update orders set status = ? where id = ? and status = ?",
            to.name(),
            order,
            from.name());
    if (changed == 0) {
      throw new Refused("Order %d is not %s".formatted(order, from));
    }
  }

  private static int place(Transaction transaction, int customer, Map<String, Integer> pieces)
      throws SQLException {
    if (pieces.isEmpty()) {
      throw new Refused("An order needs a product");
    }
    int order =
        transaction.one(
            row -> row.getInt(1),
            "insert into orders (customer) values (?) returning id",
            customer);
    // Always in the same order, so that two orders never wait for each other.
    for (Map.Entry<String, Integer> line : new TreeMap<>(pieces).entrySet()) {
      addLine(transaction, order, line.getKey(), line.getValue());
    }
    return order;
  }

  private static void addLine(Transaction transaction, int order, String sku, int quantity)
      throws SQLException {
    Catalogue.Product product =
        transaction
            .find(Catalogue.Product::read, "select * from products where sku = ? and on_sale", sku)
            .orElseThrow(() -> new Refused(sku + " is not on sale"));
    transaction.execute(
        "insert into order_lines (order_id, product, quantity, unit_price_cents) values (?, ?, ?, ?)",
        order,
        product.id(),
        quantity,
        product.priceCents());
    Warehouse.reserve(transaction, product.id(), quantity);
  }
}

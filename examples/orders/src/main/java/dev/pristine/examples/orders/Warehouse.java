package dev.pristine.examples.orders;

import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What lies on the shelves, and how much of it is promised. */
record Warehouse(DataSource database) {

  record Movement(String sku, int quantity, String reason) {}

  /** Puts goods on the shelf. */
  void receive(String sku, int quantity) {
    if (quantity <= 0) {
      throw new Refused("Cannot receive %d of %s".formatted(quantity, sku));
    }
    Transaction.on(
        database,
        transaction -> {
          move(transaction, productId(transaction, sku), quantity, "received");
          return quantity;
        });
  }

  /** Writes off goods that are lost or broken and not promised to anybody. */
  void writeOff(String sku, int quantity) {
    Transaction.on(
        database,
        transaction -> {
          move(transaction, productId(transaction, sku), -quantity, "written off");
          return quantity;
        });
  }

  int onHand(String sku) {
    return number("select on_hand from stock join products on id = product where sku = ?", sku);
  }

  int available(String sku) {
    return number(
        "select on_hand - reserved from stock join products on id = product where sku = ?", sku);
  }

  List<Movement> movements() {
    return Transaction.on(
        database,
        transaction ->
            transaction.list(
                row -> new Movement(row.getString(1), row.getInt(2), row.getString(3)),
                """
                select sku, quantity, reason
                from stock_movements join products on products.id = product
                order by stock_movements.id
                """));
  }

  /** Promises goods to an order. */
  static void reserve(Transaction transaction, int product, int quantity) throws SQLException {
    int reserved =
        transaction.execute(
            "update stock set reserved = reserved + ? where product = ? and on_hand - reserved >= ?",
            quantity,
            product,
            quantity);
    if (reserved == 0) {
      throw new Refused("Not enough in stock");
    }
  }

  /** Takes back a promise. */
  static void release(Transaction transaction, int product, int quantity) throws SQLException {
    transaction.execute(
        "update stock set reserved = reserved - ? where product = ?", quantity, product);
  }

  /** Changes what lies on the shelf. */
  static void move(Transaction transaction, int product, int quantity, String reason)
      throws SQLException {
    transaction.execute(
        "update stock set on_hand = on_hand + ? where product = ?", quantity, product);
    transaction.execute(
        "insert into stock_movements (product, quantity, reason) values (?, ?, ?)",
        product,
        quantity,
        reason);
  }

  private static int productId(Transaction transaction, String sku) throws SQLException {
    return transaction
        .find(row -> row.getInt(1), "select id from products where sku = ?", sku)
        .orElseThrow(() -> new Refused("There is no product " + sku));
  }

  private int number(String sql, String sku) {
    return Transaction.on(
        database,
        transaction ->
            transaction
                .find(row -> row.getInt(1), sql, sku)
                .orElseThrow(() -> new Refused("There is no product " + sku)));
  }
}

package dev.pristine.examples.orders;

import dev.pristine.examples.orders.Checkout.Status;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Money comes in, and sometimes goes back. */
record Payments(DataSource database) {

  /** Pays an order in full, and returns the number of its invoice. */
  int pay(int order, long cents, String reference) {
    return Transaction.on(
        database,
        transaction -> {
          Checkout.advance(transaction, order, Status.PLACED, Status.PAID);
          long total = total(transaction, order);
          if (cents != total) {
            throw new Refused("Order %d costs %d, not %d".formatted(order, total, cents));
          }
          book(transaction, order, cents, reference);
          return Invoices.issue(transaction, order, total);
        });
  }

  /** Pays back what was paid for an order that is not on its way, and cancels it. */
  void refund(int order) {
    Transaction.on(
        database,
        transaction -> {
          Checkout.advance(transaction, order, Status.PAID, Status.CANCELLED);
          book(transaction, order, -total(transaction, order), "refund of " + order);
          for (Checkout.Line line : Checkout.lines(transaction, order)) {
            Warehouse.release(transaction, line.product(), line.quantity());
          }
          return order;
        });
  }

  /** Returns what was paid for an order, less what was paid back. */
  long balance(int order) {
    return Transaction.on(
        database,
        transaction ->
            transaction.one(
                row -> row.getLong(1),
                "select coalesce(sum(amount_cents), 0) from payments where order_id = ?",
                order));
  }

  int count() {
    return Transaction.on(
        database,
        transaction -> transaction.one(row -> row.getInt(1), "select count(*) from payments"));
  }

  private static void book(Transaction transaction, int order, long cents, String reference)
      throws SQLException {
    transaction.execute(
        "insert into payments (order_id, amount_cents, reference) values (?, ?, ?)",
        order,
        cents,
        reference);
  }

  private static long total(Transaction transaction, int order) throws SQLException {
    return transaction.one(
        row -> row.getLong(1), "select total_cents from order_totals where order_id = ?", order);
  }
}

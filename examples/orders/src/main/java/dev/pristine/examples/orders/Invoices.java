package dev.pristine.examples.orders;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Numbered in the order of payment. */
record Invoices(DataSource database) {

  record Invoice(int number, int order, long totalCents) {}

  static int issue(Transaction transaction, int order, long totalCents) throws SQLException {
    return transaction.one(
        row -> row.getInt(1),
        "insert into invoices (order_id, total_cents) values (?, ?) returning number",
        order,
        totalCents);
  }

  List<Invoice> all() {
    return Transaction.on(
        database,
        transaction ->
            transaction.list(
                row -> new Invoice(row.getInt(1), row.getInt(2), row.getLong(3)),
                "select number, order_id, total_cents from invoices order by number"));
  }

  Optional<Invoice> ofOrder(int order) {
    return all().stream().filter(invoice -> invoice.order() == order).findFirst();
  }
}

package dev.pristine.examples.orders;

import dev.pristine.examples.orders.Checkout.Status;
import java.util.Optional;
import javax.sql.DataSource;

/** Parcels leave and arrive. */
record Shipping(DataSource database) {

  record Parcel(int id, String tracking, boolean delivered) {}

  /** Sends a paid order to one of its customer's addresses, and returns the tracking code. */
  String ship(int order, int address) {
    return Transaction.on(
        database,
        transaction -> {
          Checkout.advance(transaction, order, Status.PAID, Status.SHIPPED);
          int owned =
              transaction.one(
                  row -> row.getInt(1),
                  """
                  select count(*) from addresses join orders using (customer)
                  where addresses.id = ? and orders.id = ?
                  """,
                  address,
                  order);
          if (owned == 0) {
            throw new Refused("Address %d is not the customer's".formatted(address));
          }
          for (Checkout.Line line : Checkout.lines(transaction, order)) {
            Warehouse.release(transaction, line.product(), line.quantity());
            Warehouse.move(transaction, line.product(), -line.quantity(), "shipped");
          }
          String tracking = "PARCEL-%04d".formatted(order);
          transaction.execute(
              "insert into shipments (order_id, address, tracking) values (?, ?, ?)",
              order,
              address,
              tracking);
          return tracking;
        });
  }

  /** Notes that a parcel arrived. */
  void deliver(String tracking) {
    Transaction.on(
        database,
        transaction -> {
          int order =
              transaction
                  .find(
                      row -> row.getInt(1),
                      "update shipments set delivered = true where tracking = ? and not delivered returning order_id",
                      tracking)
                  .orElseThrow(() -> new Refused("No parcel %s is on its way".formatted(tracking)));
          Checkout.advance(transaction, order, Status.SHIPPED, Status.DELIVERED);
          return order;
        });
  }

  Optional<Parcel> ofOrder(int order) {
    return Transaction.on(
        database,
        transaction ->
            transaction.find(
                row -> new Parcel(row.getInt(1), row.getString(2), row.getBoolean(3)),
                "select id, tracking, delivered from shipments where order_id = ?",
                order));
  }
}

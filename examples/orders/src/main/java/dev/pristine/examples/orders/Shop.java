package dev.pristine.examples.orders;

import javax.sql.DataSource;

/** All that can be done in the shop. Thread-safe; every call commits. */
record Shop(
    Customers customers,
    Catalogue catalogue,
    Warehouse warehouse,
    Checkout checkout,
    Payments payments,
    Invoices invoices,
    Shipping shipping,
    Discounts discounts,
    Reports reports) {

  Shop(DataSource database) {
    this(
        new Customers(database),
        new Catalogue(database),
        new Warehouse(database),
        new Checkout(database),
        new Payments(database),
        new Invoices(database),
        new Shipping(database),
        new Discounts(database),
        new Reports(database));
  }
}

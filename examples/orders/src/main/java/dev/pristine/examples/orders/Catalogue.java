package dev.pristine.examples.orders;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What can be ordered. */
record Catalogue(DataSource database) {

  record Product(int id, String sku, String name, long priceCents) {
    static Product read(ResultSet row) throws SQLException {
      return new Product(
          row.getInt("id"),
          row.getString("sku"),
          row.getString("name"),
          row.getLong("price_cents"));
    }
  }

  /** Adds a product, of which there is none in stock yet, and returns its id. */
  int add(String sku, String name, long priceCents) {
    return Transaction.on(
        database,
        transaction -> {
          int product =
              transaction.one(
                  row -> row.getInt(1),
                  "insert into products (sku, name, price_cents) values (?, ?, ?) returning id",
                  sku,
                  name,
                  priceCents);
          transaction.execute("insert into stock (product) values (?)", product);
          return product;
        });
  }

  Product get(String sku) {
    return Transaction.on(
        database,
        transaction ->
            transaction
                .find(Product::read, "select * from products where sku = ?", sku)
                .orElseThrow(() -> new Refused("There is no product " + sku)));
  }

  void setPrice(String sku, long priceCents) {
    change("update products set price_cents = ? where sku = ?", priceCents, sku);
  }

  /** Takes a product off sale; orders that have it are not touched. */
  void withdraw(String sku) {
    change("update products set on_sale = ? where sku = ?", false, sku);
  }

  List<Product> onSale() {
    return Transaction.on(
        database,
        transaction ->
            transaction.list(
                Product::read, "select * from products where on_sale order by price_cents, sku"));
  }

  List<Product> search(String text) {
    return Transaction.on(
        database,
        transaction ->
            transaction.list(
                Product::read,
                "select * from products where on_sale and name ilike ? order by name",
                "%" + text + "%"));
  }

  private void change(String sql, Object value, String sku) {
    int changed = Transaction.on(database, transaction -> transaction.execute(sql, value, sku));
    if (changed == 0) {
      throw new Refused("There is no product " + sku);
    }
  }
}

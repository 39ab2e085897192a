package dev.pristine.examples.shop;

import java.util.List;

/** What there is to buy. */
record Products(Sql sql) {

  record Product(int id, String name, int cents) {}

  List<Product> all() {
    return sql.list(
        row -> new Product(row.getInt("id"), row.getString("name"), row.getInt("cents")),
        "select id, name, cents from products order by id");
  }
}

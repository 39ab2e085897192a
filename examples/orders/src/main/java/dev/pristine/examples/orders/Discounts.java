package dev.pristine.examples.orders;

import java.sql.SQLException;
import javax.sql.DataSource;

/** Codes that make an order cheaper, each a limited number of times. */
record Discounts(DataSource database) {

  void add(String code, int percent, int uses) {
    Transaction.on(
        database,
        transaction ->
            transaction.execute("insert into discounts values (?, ?, ?)", code, percent, uses));
  }

  int usesLeft(String code) {
    return Transaction.on(
        database,
        transaction ->
            transaction
                .find(row -> row.getInt(1), "select uses_left from discounts where code = ?", code)
                .orElseThrow(() -> new Refused("There is no discount " + code)));
  }

  static void useUp(Transaction transaction, String code) throws SQLException {
    int used =
        transaction.execute(
            "update discounts set uses_left = uses_left - 1 where code = ? and uses_left > 0",
            code);
    if (used == 0) {
      throw new Refused("The discount %s cannot be used".formatted(code));
    }
  }
}

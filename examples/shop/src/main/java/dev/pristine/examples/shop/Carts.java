package dev.pristine.examples.shop;

import java.util.List;

/** What each account is about to buy. */
record Carts(Sql sql) {

  record Line(String product, int quantity, int cents) {}

  void add(String login, int product, int quantity) {
    sql.execute(
        """
        insert into cart_lines (login, product, quantity) values (?, ?, ?)
        on conflict (login, product) do update set quantity = cart_lines.quantity + excluded.quantity""",
        login,
        product,
        quantity);
  }

  void empty(String login) {
    sql.execute("delete from cart_lines where login = ?", login);
  }

  List<Line> lines(String login) {
    return sql.list(
        row -> new Line(row.getString("name"), row.getInt("quantity"), row.getInt("cents")),
        """
        select name, quantity, quantity * cents as cents
        from cart_lines join products on products.id = product
        where login = ? order by product""",
        login);
  }

  static int total(List<Line> lines) {
    return lines.stream().mapToInt(Line::cents).sum();
  }
}

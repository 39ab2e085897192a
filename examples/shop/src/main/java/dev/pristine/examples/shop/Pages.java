package dev.pristine.examples.shop;

import dev.pristine.examples.shop.Carts.Line;
import dev.pristine.examples.shop.Orders.Order;
import dev.pristine.examples.shop.Products.Product;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What people see. */
final class Pages {

  private Pages() {}

  static String logIn(String trouble) {
    return page(
        "Log in",
        """
        <p id="trouble">%s</p>
        <form method="post" action="/login">
          <input name="login"> <input name="password" type="password">
          <button id="log-in">Log in</button>
        </form>"""
            .formatted(escaped(trouble)));
  }

  static String catalogue(String login, List<Product> products) {
    String rows =
        products.stream()
            .map(
                product ->
                    """
                    <tr><td>%s</td><td>%s</td><td><form method="post" action="/cart">
                      <input type="hidden" name="product" value="%3$d">
                      <input name="quantity" id="quantity-%3$d" value="1">
                      <button id="buy-%3$d">Into the cart</button></form></td></tr>"""
                        .formatted(escaped(product.name()), money(product.cents()), product.id()))
            .collect(Collectors.joining("\n"));
    return page("Ponies' needs", menu(login) + "<table>" + rows + "</table>");
  }

  static String cart(String login, List<Line> lines) {
    String rows =
        lines.stream()
            .map(
                line ->
                    "<li class=\"line\">%d × %s: %s</li>"
                        .formatted(line.quantity(), escaped(line.product()), money(line.cents())))
            .collect(Collectors.joining("\n"));
    return page(
        "Cart",
        menu(login)
            + """
            <ul>%s</ul>
            <p>Total: <span id="total">%s</span></p>
            <form method="post" action="/cart/empty"><button id="empty">Empty the cart</button></form>
            <form method="post" action="/check-out"><button id="check-out">Check out</button></form>"""
                .formatted(rows, money(Carts.total(lines))));
  }

  static String ordered(String login, Order order) {
    return page(
        "Thank you",
        menu(login)
            + "<p>Order <span id=\"number\">%d</span>: <span id=\"paid\">%s</span></p>"
                .formatted(order.number(), money(order.cents())));
  }

  static String nothingToBuy(String login) {
    return page("Nothing to buy", menu(login) + "<p id=\"trouble\">The cart is empty.</p>");
  }

  private static String menu(String login) {
    return "<p id=\"who\">%s</p><p><a href=\"/\">Shop</a> <a href=\"/cart\" id=\"cart\">Cart</a></p>"
        .formatted(escaped(login));
  }

  private static String page(String title, String body) {
    return "<!doctype html><meta charset=\"utf-8\"><title>%1$s</title><h1>%1$s</h1>%2$s<footer>The ponies' shop</footer>"
        .formatted(title, body);
  }

  static String money(int cents) {
    return String.format(Locale.ROOT, "%d.%02d", cents / 100, cents % 100);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}

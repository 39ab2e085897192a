package dev.pristine.examples.shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pristine.examples.shop.Accounts.Account;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/** The running shop, on this machine only. Closing it ends it. */
final class Shop implements AutoCloseable {

  private static final String COOKIE = "shopper=";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final LoggedIn loggedIn = new LoggedIn();
  private final Accounts accounts;
  private final Products products;
  private final Carts carts;
  private final Orders orders;

  private Shop(HttpServer server, Sql sql) {
    this.server = server;
    this.accounts = new Accounts(sql);
    this.products = new Products(sql);
    this.carts = new Carts(sql);
    this.orders = new Orders(sql);
  }

  /** Opens the shop, at a free port. */
  static Shop open(DataSource database) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Shop shop = new Shop(server, new Sql(database));
    server.setExecutor(shop.threads);
    server.createContext("/", shop::answer);
    server.start();
    return shop;
  }

  /** Returns where it is. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
      Map<String, String> form = form(exchange);
      Optional<String> login = token(exchange).flatMap(loggedIn::of);
      if (request.startsWith("DELETE /accounts/")) {
        accounts.close(request.substring("DELETE /accounts/".length()));
        send(exchange, 204, "");
      } else if (request.equals("POST /accounts")) {
        Account account = accounts.open(form.getOrDefault("company", ""));
        send(exchange, 201, account.login() + "\n" + account.password());
      } else if (request.equals("POST /login")) {
        logIn(exchange, form);
      } else if (login.isEmpty()) {
        send(exchange, 200, Pages.logIn(""));
      } else {
        serve(exchange, request, form, login.get());
      }
    } catch (RuntimeException e) {
      send(exchange, 500, "The shop has a fault: " + e);
    }
  }

  private void serve(HttpExchange exchange, String request, Map<String, String> form, String login)
      throws IOException {
    switch (request) {
      case "GET /" -> send(exchange, 200, Pages.catalogue(login, products.all()));
      case "GET /cart" -> send(exchange, 200, Pages.cart(login, carts.lines(login)));
      case "POST /cart" -> {
        int product = Integer.parseInt(form.getOrDefault("product", ""));
        carts.add(login, product, Integer.parseInt(form.getOrDefault("quantity", "")));
        redirect(exchange, "/cart");
      }
      case "POST /cart/empty" -> {
        carts.empty(login);
        redirect(exchange, "/cart");
      }
      case "POST /check-out" ->
          send(
              exchange,
              200,
              orders
                  .checkOut(login)
                  .map(order -> Pages.ordered(login, order))
                  .orElseGet(() -> Pages.nothingToBuy(login)));
      default -> send(exchange, 404, "The shop has no page for [" + request + "].");
    }
  }

  private void logIn(HttpExchange exchange, Map<String, String> form) throws IOException {
    String login = form.getOrDefault("login", "");
    if (accounts.isRight(login, form.getOrDefault("password", ""))) {
      exchange
          .getResponseHeaders()
          .add("Set-Cookie", COOKIE + loggedIn.add(login) + "; HttpOnly; SameSite=Strict; Path=/");
      redirect(exchange, "/");
    } else {
      send(exchange, 200, Pages.logIn("Nobody has this login and password."));
    }
  }

  private static Optional<String> token(HttpExchange exchange) {
    String cookies = exchange.getRequestHeaders().getFirst("Cookie");
    return Optional.ofNullable(cookies)
        .filter(value -> value.startsWith(COOKIE))
        .map(value -> value.substring(COOKIE.length()));
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    Map<String, String> form = new HashMap<>();
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    for (String field : body.split("&")) {
      String[] sides = field.split("=", 2);
      if (sides.length == 2) {
        form.put(URLDecoder.decode(sides[0], UTF_8), URLDecoder.decode(sides[1], UTF_8));
      }
    }
    return form;
  }

  private static void redirect(HttpExchange exchange, String path) throws IOException {
    exchange.getResponseHeaders().set("Location", path);
    exchange.sendResponseHeaders(303, -1);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    String type = text.startsWith("<") ? "text/html" : "text/plain";
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }
}

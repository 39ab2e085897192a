package dev.pristine.examples.shop;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Who may buy. A real shop would store no passwords, but what they can be checked with. */
record Accounts(Sql sql) {

  private static final SecureRandom RANDOM = new SecureRandom();

  record Account(String login, String password) {}

  boolean isRight(String login, String password) {
    return !sql.list(
            row -> row.getString("login"),
            "select login from accounts where login = ? and password = ?",
            login,
            password)
        .isEmpty();
  }

  /** Opens an account for somebody of a company. */
  Account open(String company) {
    byte[] bytes = new byte[8];
    RANDOM.nextBytes(bytes);
    String random = HexFormat.of().formatHex(bytes);
    Account account = new Account("shopper-" + random + "@shop.example", "pw-" + random);
    sql.execute(
        "insert into accounts (login, password, company) values (?, ?, ?)",
        account.login,
        account.password,
        company);
    return account;
  }

  /** Closes an account, and forgets its cart and orders; does nothing if there is none. */
  void close(String login) {
    sql.execute("delete from accounts where login = ?", login);
  }
}

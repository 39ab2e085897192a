package dev.pristine.leases;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** JDBC URLs, in which passwords may stand. */
final class Urls {

  private Urls() {}

  /** Returns what may be shown: nothing that could be a password. */
  static String printable(String url) {
    return url.replaceAll("[?;].*", "").replaceAll("//[^/@]*@", "//");
  }

  /**
   * Opens a connection.
   *
   * @throws LeaseException if no driver takes the URL: what JDBC says of that shows all of it
   */
  static Connection connect(String url, Properties properties) throws SQLException {
    if (DriverManager.drivers().noneMatch(driver -> takes(driver, url))) {
      throw new LeaseException(
          "No JDBC driver takes ["
              + printable(url)
              + "]: is it on the class path, and the URL right?");
    }
    return DriverManager.getConnection(url, properties);
  }

  private static boolean takes(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException e) {
      return false;
    }
  }
}

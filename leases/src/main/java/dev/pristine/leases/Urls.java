package dev.pristine.leases;

/** What of a JDBC URL may be shown: nothing that could be a password. */
final class Urls {

  private Urls() {}

  static String printable(String url) {
    return url.replaceAll("[?;].*", "").replaceAll("//[^/@]*@", "//");
  }
}

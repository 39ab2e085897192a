package dev.pristine.examples.shop;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Who is logged in, by what his browser shows. */
final class LoggedIn {

  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, String> logins = new ConcurrentHashMap<>();

  /** Remembers a login, and returns what its browser has to show. */
  String add(String login) {
    byte[] bytes = new byte[16];
    RANDOM.nextBytes(bytes);
    String token = HexFormat.of().formatHex(bytes);
    logins.put(token, login);
    return token;
  }

  Optional<String> of(String token) {
    return Optional.ofNullable(logins.get(token));
  }
}

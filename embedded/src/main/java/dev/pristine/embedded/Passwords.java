package dev.pristine.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;

/**
 * The passwords of a server's users, which are in its data too and so as old as that.
 *
 * @param administrator the administrator's
 * @param test the unprivileged user's
 */
public record Passwords(String administrator, String test) {

  private static final String ADMINISTRATOR = "administrator";
  private static final String TEST = "test";
  private static final String WHOLE = "whole";

  static Passwords random(SecureRandom random) {
    return new Passwords(word(random), word(random));
  }

  /** Reads them; empty if there are none, or not both. */
  static Optional<Passwords> read(Path file) throws IOException {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(Files.readString(file)));
    } catch (NoSuchFileException | MalformedInputException e) {
      return Optional.empty();
    }
    if (!"yes".equals(properties.getProperty(WHOLE))) {
      return Optional.empty();
    }
    return Optional.of(
        new Passwords(properties.getProperty(ADMINISTRATOR, ""), properties.getProperty(TEST, "")));
  }

  void write(Path file) throws IOException {
    // The last line tells that those before it are there.
    FileTree.writePrivately(
        file, "%s=%s%n%s=%s%n%s=yes%n".formatted(ADMINISTRATOR, administrator, TEST, test, WHOLE));
  }

  /** Leaves the passwords out. */
  @Override
  public String toString() {
    return "Passwords[…]";
  }

  private static String word(SecureRandom random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}

package dev.pristine.migrations;

import dev.pristine.MigrationException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/**
 * A file that takes part in a migration; read anew each time.
 *
 * @param name its path below the location that holds it, with {@code /}, the same on every machine
 * @param place what messages call it: where a person finds it
 */
record SourceFile(String name, String place, Content content) {

  /** Opens the file. */
  interface Content {
    InputStream open() throws IOException;
  }

  byte[] bytes() {
    try (InputStream stream = content.open()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new MigrationException(
          "The file [%s] cannot be read: %s.".formatted(place, e.getMessage()), e);
    }
  }

  /** Returns the same file by another name. */
  SourceFile named(String newName) {
    return new SourceFile(newName, place, content);
  }

  /** Returns the name without its folders. */
  String lastName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  boolean endsWith(String... extensions) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String extension : extensions) {
      if (lower.endsWith(extension)) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether the name is one that tools leave behind and nobody means: hidden, compiled. */
  static boolean isDebris(String name) {
    for (String part : name.split("/", -1)) {
      if (part.startsWith(".") || part.equals("__pycache__") || part.endsWith(".pyc")) {
        return true;
      }
    }
    return false;
  }
}

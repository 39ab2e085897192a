package dev.pristine.migrations;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Collects everything that decides what a migration makes, part by part. Not thread-safe. */
final class Fingerprint {

  private final MessageDigest digest;

  /** Starts with the kind of migration, so that no two kinds share a fingerprint. */
  Fingerprint(String kind) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
    add(kind);
  }

  Fingerprint add(String part) {
    return add(part.getBytes(UTF_8));
  }

  Fingerprint add(byte[] part) {
    // The length keeps ("ab", "c") and ("a", "bc") apart.
    digest.update((part.length + ":").getBytes(UTF_8));
    digest.update(part);
    return this;
  }

  Fingerprint add(Map<String, String> values) {
    add(Integer.toString(values.size()));
    new TreeMap<>(values).forEach((name, value) -> add(name).add(value));
    return this;
  }

  /** Adds the files' names and contents, in their order. */
  Fingerprint add(Collection<SourceFile> files) {
    add(Integer.toString(files.size()));
    files.forEach(file -> add(file.name()).add(file.bytes()));
    return this;
  }

  /** Returns the fingerprint, once. */
  String text() {
    return HexFormat.of().formatHex(digest.digest());
  }
}

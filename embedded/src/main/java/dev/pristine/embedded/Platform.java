package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;

/**
 * What a server's binaries must fit.
 *
 * @param system the operating system
 * @param processor {@code x86_64} or {@code arm_64}
 * @param musl whether the C library is musl, as on Alpine Linux
 */
public record Platform(OperatingSystem system, String processor, boolean musl) {

  /** An operating system. */
  public enum OperatingSystem {
    /** Linux. */
    LINUX,
    /** macOS. */
    MACOS,
    /** Windows. */
    WINDOWS
  }

  /**
   * Returns this machine's.
   *
   * @param product the DBMS that is to run here
   * @throws SQLException if no DBMS does
   */
  public static Platform current(String product) throws SQLException {
    return of(
        product,
        System.getProperty("os.name", ""),
        System.getProperty("os.arch", ""),
        muslIn(Path.of("/lib")));
  }

  /** As {@link #current}, for a machine that calls itself so. */
  public static Platform of(String product, String systemName, String architecture, boolean musl)
      throws SQLException {
    String name = systemName.toLowerCase(Locale.ROOT);
    boolean arm = architecture.equals("aarch64") || architecture.equals("arm64");
    boolean intel = architecture.equals("amd64") || architecture.equals("x86_64");
    if (name.equals("linux") && (arm || intel)) {
      return new Platform(OperatingSystem.LINUX, arm ? "arm_64" : "x86_64", musl);
    }
    if (name.startsWith("mac") && (arm || intel)) {
      return new Platform(OperatingSystem.MACOS, arm ? "arm_64" : "x86_64", false);
    }
    if (name.startsWith("windows") && (arm || intel)) {
      // There is no artifact for Windows on Arm, but it runs programs made for x86-64.
      return new Platform(OperatingSystem.WINDOWS, "x86_64", false);
    }
    throw Trouble.of(
        "There are no binaries of %s for this system [%s] and processor [%s]; there are some for Linux, macOS and Windows on x86-64 and Arm. Set pristine.server to the JDBC URL of a server of your own."
            .formatted(product, systemName, architecture));
  }

  /** Tells whether this is Linux. */
  public boolean linux() {
    return system == OperatingSystem.LINUX;
  }

  /** Tells whether this is Windows. */
  public boolean windows() {
    return system == OperatingSystem.WINDOWS;
  }

  /** Returns the name that an executable file has here. */
  public String executable(String program) {
    return windows() ? program + ".exe" : program;
  }

  private static boolean muslIn(Path libraries) {
    try (DirectoryStream<Path> loaders = Files.newDirectoryStream(libraries, "ld-musl-*")) {
      return loaders.iterator().hasNext();
    } catch (IOException e) {
      return false;
    }
  }
}

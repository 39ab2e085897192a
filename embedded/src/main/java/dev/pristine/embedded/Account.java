package dev.pristine.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The user of the operating system that the server runs as: ourselves, or an unprivileged one if we
 * are root, as whom a DBMS refuses to run, and rightly.
 */
final class Account {

  private static final String UNPRIVILEGED = "nobody";
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Pattern EFFECTIVE_ROOT = Pattern.compile("(?m)^Uid:\\s+[0-9]+\\s+0\\s");
  private static final Path USERS = Path.of("/etc/passwd");

  private final boolean ourselves;
  private final int user;
  private final int group;
  private final List<String> prefix;

  private Account(boolean ourselves, int user, int group, List<String> prefix) {
    this.ourselves = ourselves;
    this.user = user;
    this.group = group;
    this.prefix = prefix;
  }

  static Account current(String product) throws SQLException {
    try {
      boolean root =
          Files.exists(STATUS)
              ? EFFECTIVE_ROOT.matcher(Files.readString(STATUS)).find()
              : System.getProperty("user.name", "").equals("root") && Files.exists(USERS);
      return root ? unprivileged(product) : new Account(true, -1, -1, List.of());
    } catch (IOException e) {
      throw Trouble.of("Could not tell which user this process runs as", e);
    }
  }

  private static Account unprivileged(String product) throws IOException, SQLException {
    for (String line : Files.readAllLines(USERS)) {
      List<String> fields = List.of(line.split(":", -1));
      if (fields.size() > 3 && fields.get(0).equals(UNPRIVILEGED)) {
        // On macOS, nobody is -2.
        int user = Integer.parseInt(fields.get(2));
        int group = Integer.parseInt(fields.get(3));
        return new Account(false, user, group, prefix(product, user, group));
      }
    }
    throw Trouble.of(
        "This process runs as root, and %s must not: it needs a user [%s], which [%s] does not have. Run as an ordinary user, or set pristine.server to the JDBC URL of a server of your own."
            .formatted(product, UNPRIVILEGED, USERS));
  }

  private static List<String> prefix(String product, int user, int group) throws SQLException {
    // Busybox has a setpriv too, which cannot change the user.
    Optional<Path> setpriv = SystemProgram.findWhole("setpriv");
    if (setpriv.isPresent()) {
      return List.of(
          setpriv.get().toString(), "--reuid=" + user, "--regid=" + group, "--clear-groups", "--");
    }
    Optional<Path> su = SystemProgram.find("su");
    if (su.isPresent()) {
      return substitute(su.get());
    }
    throw Trouble.of(
        "This process runs as root, and %s must not: neither setpriv nor su is in %s to run it as [%s]. Install one of them (package util-linux), or run as an ordinary user."
            .formatted(product, SystemProgram.FOLDERS, UNPRIVILEGED));
  }

  /** Returns the same user, as whom programs are run by {@code su}. */
  Account bySubstitution(Path su) {
    return new Account(ourselves, user, group, substitute(su));
  }

  private static List<String> substitute(Path su) {
    return List.of(su.toString(), "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", UNPRIVILEGED);
  }

  /** Returns the command line that runs a program as this user. */
  List<String> line(List<String> program) {
    List<String> line = new ArrayList<>(prefix);
    line.addAll(program);
    return line;
  }

  /** Gives a file or folder to this user. */
  void own(Path path) throws IOException {
    if (!ourselves) {
      Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
      Files.setAttribute(path, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Tells whether root runs us, so that files must be given to another user. */
  boolean other() {
    return !ourselves;
  }

  /** Makes sure that this user can reach a folder, which root can always. */
  void requireReachable(Path folder) throws IOException, SQLException {
    if (ourselves) {
      return;
    }
    for (Path above = folder.toRealPath(); above != null; above = above.getParent()) {
      boolean owned = Integer.valueOf(user).equals(Files.getAttribute(above, "unix:uid"));
      boolean shared = Integer.valueOf(group).equals(Files.getAttribute(above, "unix:gid"));
      PosixFilePermission needed =
          owned
              ? PosixFilePermission.OWNER_EXECUTE
              : shared ? PosixFilePermission.GROUP_EXECUTE : PosixFilePermission.OTHERS_EXECUTE;
      if (!Files.getPosixFilePermissions(above).contains(needed)) {
        throw Trouble.of(
            "The server cannot run in the cache folder [%s]: this process runs as root, the server runs as [%s], and that user may not enter [%s]. Set pristine.cache to a folder that everybody may enter, such as /var/cache/pristine."
                .formatted(folder, UNPRIVILEGED, above));
      }
    }
  }
}

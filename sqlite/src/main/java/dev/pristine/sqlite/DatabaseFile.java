package dev.pristine.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A database file, and what SQLite writes beside it.
 *
 * <p>SQLite's locks belong to the process, and closing any descriptor of the file gives them back.
 * So no file is opened by other means than SQLite's while this process may have connections to it.
 */
record DatabaseFile(Path path) {

  static final String EXTENSION = ".db";

  private static final Logger log = LoggerFactory.getLogger(DatabaseFile.class);

  private static final List<String> SIDE_FILES = List.of("-wal", "-shm", "-journal");

  static DatabaseFile in(Path folder, String name) {
    return new DatabaseFile(folder.resolve(name + EXTENSION));
  }

  boolean exists() {
    return Files.exists(path);
  }

  Path beside(String suffix) {
    return path.resolveSibling(path.getFileName() + suffix);
  }

  /** Writes its path as SQLite takes it for a file that nobody changes: without locks or a log. */
  String immutableUri() {
    // Encoded by hand: Java's own way would end a folder's name with a slash.
    StringBuilder encoded = new StringBuilder("file:");
    for (char c : path.toString().replace('\\', '/').toCharArray()) {
      encoded.append("%?#".indexOf(c) >= 0 ? "%%%02X".formatted((int) c) : String.valueOf(c));
    }
    return encoded.append("?immutable=1").toString();
  }

  /**
   * Tells whether anybody has a connection to it; where the system does not tell, whether somebody
   * may have. SQLite's side files are there as long as anybody is connected, and after a crash.
   */
  boolean isOpen() throws SQLException {
    return hasSideFiles() && (!OpenFiles.canTell() || !processes().isEmpty());
  }

  /** Returns the processes that have connections to it. */
  Set<Long> processes() throws SQLException {
    return OpenFiles.processesOf(OpenFiles.inode(path));
  }

  Set<Long> processes(Map<Long, Set<Long>> byInode) throws SQLException {
    return byInode.getOrDefault(OpenFiles.inode(path), Set.of());
  }

  /**
   * Parts others from the database. Nobody can end their connections, so the database moves: it
   * becomes another file under the same name, and what they have open is emptied, so that whoever
   * uses it learns so. Does nothing if nobody is connected.
   */
  void partFromOthers() throws SQLException {
    if (!exists() || !isOpen()) {
      return;
    }
    Path copy = beside(".new");
    try {
      Files.deleteIfExists(copy);
      try (FileConnection own = Connector.openOwn(path)) {
        int result = own.getDatabase().backup("main", copy.toString(), null);
        if (result != 0) {
          throw Trouble.of("Could not copy [%s]: SQLite's error %d".formatted(path, result));
        }
        empty(own);
      }
      deleteSideFiles();
      Files.move(copy, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Trouble.of("Could not replace [" + path + "] by a copy", e);
    }
  }

  /** Takes all tables out of a database, so that other connections to it find nothing there. */
  static void empty(FileConnection own) {
    try {
      own.execute("PRAGMA writable_schema = ON");
      own.execute("BEGIN IMMEDIATE");
      try {
        long schema = own.number("PRAGMA schema_version");
        own.execute("DELETE FROM sqlite_schema");
        own.execute("PRAGMA schema_version = " + (schema + 1));
        own.execute("COMMIT");
      } catch (SQLException e) {
        own.execute("ROLLBACK");
        throw e;
      }
    } catch (SQLException e) {
      // Somebody is in the midst of a transaction, which leads nowhere: the file is given up.
      log.debug("Could not empty {}", own.getUrl(), e);
    }
  }

  /**
   * Puts everything into the one file, so that it can be copied and moved.
   *
   * @throws SQLException if somebody is connected to it
   */
  void settle() throws SQLException {
    try (FileConnection own = Connector.openOwn(path)) {
      own.execute("PRAGMA synchronous = FULL");
      // Leaving WAL mode succeeds only for the one connection that there is.
      String mode = own.text("PRAGMA journal_mode = DELETE");
      if (!mode.equals("delete")) {
        throw Trouble.inUse("Somebody is still connected to [%s]".formatted(path));
      }
      own.execute("PRAGMA journal_mode = WAL");
    }
    for (String suffix : SIDE_FILES) {
      if (Files.exists(beside(suffix))) {
        throw Trouble.inUse(
            "Somebody has connected to [%s] meanwhile, as [%s] shows"
                .formatted(path, beside(suffix)));
      }
    }
  }

  /** Tells whether the file alone is not the whole database. */
  boolean hasSideFiles() {
    return SIDE_FILES.stream().anyMatch(suffix -> Files.exists(beside(suffix)));
  }

  /** Deletes it. What others have open is emptied first, so that whoever uses it learns so. */
  void delete() throws SQLException {
    if (exists() && isOpen()) {
      try (FileConnection own = Connector.openOwn(path)) {
        empty(own);
      } catch (SQLException e) {
        // What is no database, or is damaged, can be deleted nevertheless.
        log.debug("Could not open {} in order to empty it", path, e);
      }
    }
    try {
      deleteSideFiles();
      Files.deleteIfExists(beside(".new"));
      // Last: as long as it is there, whoever comes next sees that there is something to drop.
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw Trouble.of("Could not delete [" + path + "]", e);
    }
  }

  private void deleteSideFiles() throws IOException {
    for (String suffix : SIDE_FILES) {
      Files.deleteIfExists(beside(suffix));
    }
  }
}

package dev.pristine.sqlite;

import dev.pristine.spi.Access;
import dev.pristine.spi.DatabaseEntry;
import dev.pristine.spi.Databases;
import dev.pristine.sqlite.Notes.Note;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Database files in one folder, each with a name of ours. Thread-safe. */
final class SqliteDatabases implements Databases {

  private static final Logger log = LoggerFactory.getLogger(SqliteDatabases.class);
  private static final String OURS = "pristine_";

  private final Path folder;
  private final Connector connector;
  private final Costs costs;
  private final Notes notes = new Notes();

  SqliteDatabases(Path folder, Connector connector, Costs costs) {
    this.folder = folder;
    this.connector = connector;
    this.costs = costs;
  }

  @Override
  public List<DatabaseEntry> list() throws SQLException {
    List<DatabaseEntry> entries = new ArrayList<>();
    Map<Long, Set<Long>> processes = OpenFiles.processesByInode();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, OURS + "*" + DatabaseFile.EXTENSION)) {
      for (Path path : files) {
        String name = path.getFileName().toString();
        DatabaseFile file = new DatabaseFile(path);
        Note note = notes.read(file);
        boolean whole = note.isSealed() ? isWhole(file, note) : !isTemplate(name);
        entries.add(
            new DatabaseEntry(
                name.substring(0, name.length() - DatabaseFile.EXTENSION.length()),
                note.text(),
                file.processes(processes).size(),
                whole));
      }
    } catch (IOException e) {
      throw Trouble.of("Could not list the databases in [" + folder + "]", e);
    }
    entries.sort(Comparator.comparing(DatabaseEntry::name));
    return entries;
  }

  /** Those are sealed before they get their name: one without a seal lost its note in a crash. */
  private static boolean isTemplate(String name) {
    return name.startsWith(OURS + "t_");
  }

  private boolean isWhole(DatabaseFile file, Note note) {
    try {
      return notes.isWhole(file, note);
    } catch (SQLException e) {
      // Dropped just now, or not to be read: good for nothing either way.
      log.debug("Could not look through {}", file.path(), e);
      return false;
    }
  }

  /** Whoever migrates is alone, and begins transactions before it is known that they write. */
  @Override
  public Access create(String name) throws SQLException {
    DatabaseFile file = file(name);
    try {
      Connector.create(file.path()).close();
    } catch (SQLException e) {
      throw Trouble.of("Could not make [" + file.path() + "]", e);
    }
    return access(name, connector.withDeferredTransactions());
  }

  @Override
  public void publish(String building, String template, String note) throws SQLException {
    DatabaseFile from = file(building);
    DatabaseFile to = file(template);
    from.partFromOthers();
    from.settle();
    notes.write(to, new Note(notes.seal(from), note));
    move(from, to);
    notes.delete(from);
  }

  @Override
  public Access clone(String template, String name) throws SQLException {
    DatabaseFile from = file(template);
    DatabaseFile to = file(name);
    long start = System.nanoTime();
    boolean copied = false;
    try {
      Files.copy(from.path(), to.path());
      copied = true;
    } catch (IOException e) {
      throw Trouble.of("Could not copy the template [" + template + "]", e);
    } finally {
      if (!copied) {
        deleteHalf(to);
      }
    }
    costs.copied(template, System.nanoTime() - start);
    return access(name);
  }

  private static void deleteHalf(DatabaseFile file) {
    try {
      Files.deleteIfExists(file.path());
    } catch (IOException e) {
      log.warn("Could not delete [{}]: it is dropped with what its process leaves", file.path(), e);
    }
  }

  @Override
  public Access access(String name) {
    return access(name, connector);
  }

  private Access access(String name, Connector by) {
    Path file = file(name).path();
    return new Access(by.url(file), "", "", "sqlite3 " + quoted(file), by.dataSource(file));
  }

  @Override
  public void endSessions(String name) throws SQLException {
    file(name).partFromOthers();
  }

  @Override
  public void rename(String from, String to) throws SQLException {
    DatabaseFile before = file(from);
    DatabaseFile after = file(to);
    if (before.exists() && before.hasSideFiles()) {
      before.settle();
    }
    notes.write(after, notes.read(before));
    boolean moved = false;
    try {
      move(before, after);
      moved = true;
    } finally {
      notes.delete(moved ? before : after);
    }
  }

  private static void move(DatabaseFile from, DatabaseFile to) throws SQLException {
    try {
      Files.move(from.path(), to.path(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw Trouble.of("Could not rename [" + from.path() + "] to [" + to.path() + "]", e);
    }
  }

  @Override
  public void note(String name, String note) throws SQLException {
    DatabaseFile file = file(name);
    notes.write(file, note);
    if (!file.exists()) {
      notes.delete(file);
    }
  }

  @Override
  public void drop(String name) throws SQLException {
    DatabaseFile file = file(name);
    file.delete();
    notes.delete(file);
    costs.forget(name);
  }

  DatabaseFile file(String name) {
    return DatabaseFile.in(folder, name);
  }

  /** Writes a path so that a POSIX shell takes it as it is. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9_./:@=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}

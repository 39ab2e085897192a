package dev.pristine;

import dev.pristine.DatabaseName.Kind;
import dev.pristine.spi.DatabaseEntry;
import dev.pristine.spi.Server;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the copies of templates that one owner has, and unmakes them. Thread-safe. */
final class CloneFactory {

  private static final Logger log = LoggerFactory.getLogger(CloneFactory.class);

  private final Server server;
  private final AtomicInteger numbers = new AtomicInteger();

  CloneFactory(Server server) {
    this.server = server;
  }

  Clone make(DatabaseName template) throws SQLException {
    DatabaseName name = next(template, Kind.CLONE);
    return new Clone(name, server.databases().clone(template.toString(), name.toString()));
  }

  /** Makes one that stays when this owner ends, for whoever takes it first. */
  void makeSpare(DatabaseName template) throws SQLException {
    // Made as our own, and renamed when it is whole: a half-made copy is nobody's spare.
    Clone clone = make(template);
    rename(clone, Kind.SPARE);
  }

  /** Takes over a spare copy, if the server has one. */
  Optional<Clone> adopt(DatabaseName template) throws SQLException {
    for (DatabaseEntry entry : server.databases().list()) {
      Optional<DatabaseName> spare =
          DatabaseName.parse(entry.name())
              .filter(name -> name.kind() == Kind.SPARE && name.template().equals(template))
              .filter(name -> entry.whole());
      if (spare.isPresent()) {
        DatabaseName name = next(template, Kind.CLONE);
        try {
          server.databases().rename(entry.name(), name.toString());
        } catch (SQLException e) {
          log.debug("Another process was faster to take {}", entry.name(), e);
          continue;
        }
        return Optional.of(new Clone(name, server.databases().access(name.toString())));
      }
    }
    return Optional.empty();
  }

  /** Sets a copy aside for people to look at; it is nobody's then. */
  Clone setAside(Clone clone, String note) throws SQLException {
    // In this order: without its note it would be taken for one that is too old.
    note(clone, note);
    return rename(clone, Kind.KEPT);
  }

  void endSessions(Clone clone) throws SQLException {
    server.databases().endSessions(clone.name().toString());
  }

  void note(Clone clone, String note) throws SQLException {
    server.databases().note(clone.name().toString(), note);
  }

  void drop(Clone clone) throws SQLException {
    server.databases().drop(clone.name().toString());
  }

  private Clone rename(Clone clone, Kind kind) throws SQLException {
    DatabaseName name = next(clone.name(), kind);
    server.databases().rename(clone.name().toString(), name.toString());
    return new Clone(name, server.databases().access(name.toString()));
  }

  private DatabaseName next(DatabaseName template, Kind kind) {
    return template.copy(kind, server.facts().ownerId(), numbers.incrementAndGet());
  }
}

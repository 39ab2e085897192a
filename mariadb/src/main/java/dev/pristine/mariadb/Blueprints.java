package dev.pristine.mariadb;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The blueprints of templates, each read once. Thread-safe. */
final class Blueprints {

  private final Sessions sessions;
  private final Map<String, Expected> all = new ConcurrentHashMap<>();

  /** Guards the reading of one. */
  private static final class Expected {
    private @Nullable Blueprint read;
  }

  Blueprints(Sessions sessions) {
    this.sessions = sessions;
  }

  /** Returns the blueprint of the template in a schema, and reads it if nobody has. */
  Blueprint of(String place) throws SQLException {
    Expected expected = all.computeIfAbsent(place, name -> new Expected());
    synchronized (expected) {
      Blueprint read = expected.read;
      if (read == null) {
        read = sessions.with(statement -> BlueprintReader.read(statement, place));
        expected.read = read;
      }
      return read;
    }
  }

  /** Forgets a template that is dropped. */
  void forget(String place) {
    all.remove(place);
  }
}

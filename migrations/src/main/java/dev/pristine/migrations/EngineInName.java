package dev.pristine.migrations;

import dev.pristine.Migration;
import java.util.Locale;
import java.util.Optional;

/** The kind of DBMS that an SQL file is for, if its name tells: {@code schema.sqlite.sql}. */
enum EngineInName {
  POSTGRESQL("postgresql"),
  MARIADB("mariadb|mysql"),
  SQLITE("sqlite");

  private final String protocols;

  EngineInName(String protocols) {
    this.protocols = protocols;
  }

  /** Returns what a file is for; empty if it is for all. */
  static Optional<EngineInName> of(SourceFile file) {
    String name = file.name().toLowerCase(Locale.ROOT);
    for (EngineInName engine : values()) {
      if (name.endsWith("." + engine.name().toLowerCase(Locale.ROOT) + ".sql")) {
        return Optional.of(engine);
      }
    }
    return Optional.empty();
  }

  boolean isOf(Migration.Target target) {
    return target.jdbcUrl().matches("jdbc:(?:%s):.*".formatted(protocols));
  }
}

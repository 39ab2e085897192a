package dev.pristine.migrations;

import dev.pristine.MigrationException;

/** Asks for classes of dependencies that a project need not have. */
final class OptionalClass {

  private OptionalClass() {}

  static boolean isThere(String name) {
    try {
      Class.forName(name, false, OptionalClass.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /**
   * Insists on a class.
   *
   * @throws MigrationException if it is missing, with the dependency that brings it
   */
  static void require(String name, String tool, Object migration, String dependency) {
    if (!isThere(name)) {
      throw new MigrationException(
          "The migrations [%s] need %s, which is not on the class path. Add the dependency [%s]."
              .formatted(migration, tool, dependency));
    }
  }
}

package dev.pristine.leases;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Leases in a file. */
final class SqliteLeaseTests extends LeaseContract {

  @TempDir Path folder;

  @BeforeEach
  void place() {
    place = folder.resolve("leases.db").toString();
  }
}

package dev.pristine.leases;

import dev.pristine.Isolation;
import dev.pristine.Migration;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import dev.pristine.enginetests.OpenFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Empty databases on an embedded PostgreSQL server of their own. */
final class TestServer {

  private static final Pristine PRISTINE = open();

  private TestServer() {}

  /** Makes an empty database; it goes with the process, or when it is closed. */
  static TestDatabase newDatabase() {
    return PRISTINE.acquire(new Nothing(), Isolation.CLONE, "a test of leases");
  }

  static String url(TestDatabase database) {
    return database.jdbcUrl()
        + (database.jdbcUrl().contains("?") ? "&" : "?")
        + "user="
        + URLEncoder.encode(database.user(), StandardCharsets.UTF_8)
        + "&password="
        + URLEncoder.encode(database.password(), StandardCharsets.UTF_8);
  }

  private static Pristine open() {
    try {
      OpenFolder cache = OpenFolder.create();
      Pristine pristine =
          Pristine.open(
              Settings.builder().cache(cache.path()).connections(60).project("leases").build());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(pristine, cache)));
      return pristine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Pristine pristine, OpenFolder cache) {
    try (cache) {
      pristine.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves a database as it is. */
  private record Nothing() implements Migration {
    @Override
    public String fingerprint() {
      return "nothing";
    }

    @Override
    public void apply(Target target) {}
  }
}

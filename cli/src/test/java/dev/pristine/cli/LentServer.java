package dev.pristine.cli;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.Settings;
import dev.pristine.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/** A server that is somebody else's: it is known by its URL, and its superuser decides. */
final class LentServer implements AutoCloseable {

  private final OwnCache cache;
  private final Pristine pristine;
  private final TestDatabase superusers;
  private final String url;

  private LentServer(OwnCache cache) {
    this.cache = cache;
    this.pristine =
        Pristine.open(
            Settings.builder()
                .cache(cache.folder())
                .project("lender")
                .set("pristine.role", "admin")
                .build());
    this.superusers = pristine.acquire(new Holder.OneTable(), Isolation.CLONE, "superuser");
    this.url = pristine.status().address();
  }

  static LentServer start() {
    try {
      return new LentServer(OwnCache.create());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  String url() {
    return url;
  }

  /** Runs a statement as the superuser, in the database that the URL names. */
  void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(url, superusers.user(), superusers.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Takes an extension off the server's machine until it is given back. */
  GivenBack without(String extension) throws IOException {
    try (Stream<Path> files = Files.walk(cache.folder())) {
      Path control =
          files.filter(file -> file.endsWith(extension + ".control")).findFirst().orElseThrow();
      Path away = Files.move(control, control.resolveSibling(extension + ".away"));
      return () -> Files.move(away, control);
    }
  }

  /** Something that is missing until it is closed. */
  interface GivenBack extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  CommandLineProcess asSuperuser() {
    return as(superusers.user(), superusers.password());
  }

  /** Returns the command line for a role. */
  CommandLineProcess as(String role, String password) {
    return new CommandLineProcess(
            "--server",
            url,
            "--user",
            role,
            "--project",
            "borrower",
            "-D",
            "pristine.cache=" + cache.folder())
        .with("PRISTINE_PASSWORD", password);
  }

  @Override
  public void close() throws IOException {
    try (cache) {
      superusers.close();
      pristine.close();
    }
  }
}

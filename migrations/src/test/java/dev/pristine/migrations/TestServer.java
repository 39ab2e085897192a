package dev.pristine.migrations;

import dev.pristine.Migration;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.awaitility.Awaitility;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server for this module's tests, started when first asked for and removed with the
 * JVM. To be replaced by Pristine's own embedded server: only {@link #newDatabase} is used outside.
 */
final class TestServer {

  /** A role that owns its databases and is no superuser. */
  static final String USER = "tester";

  static final String PASSWORD = "p@ss/w%rd";

  private static final String NOBODY = "65534";
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final Path folder;
  private final int port;
  private final Process process;

  private TestServer() throws IOException, InterruptedException {
    folder = Files.createTempDirectory("pristine-migrations-test");
    Path binaries = unpack();
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    Path data = Files.createDirectory(folder.resolve("data"));
    if (isRoot()) {
      run(List.of("chown", "-R", NOBODY, folder.toString()));
    }
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove, "test-server-removal"));
    run(
        unprivileged(
            binaries.resolve("bin/initdb").toString(),
            "--no-sync",
            "--username=postgres",
            "--auth=scram-sha-256",
            "--pwfile=" + password,
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--pgdata=" + data));
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    process =
        new ProcessBuilder(
                unprivileged(
                    binaries.resolve("bin/postgres").toString(),
                    "-D",
                    data.toString(),
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "fsync=off",
                    "-c",
                    "dynamic_shared_memory_type=mmap",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "listen_addresses=127.0.0.1"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Awaitility.await().atMost(30, TimeUnit.SECONDS).until(this::answers);
    administer("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(USER, PASSWORD));
  }

  /** Makes an empty database, owned by {@link #USER}. */
  static Migration.Target newDatabase() {
    TestServer server = Holder.SERVER;
    String name = "migrations_" + DATABASES.incrementAndGet();
    server.administer("CREATE DATABASE %s OWNER %s".formatted(name, USER));
    return server.new Database(name);
  }

  private boolean answers() {
    try (Connection connection = administrator()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private Connection administrator() throws SQLException {
    return DriverManager.getConnection(url("postgres"), "postgres", PASSWORD);
  }

  private void administer(String sql) {
    try (Connection connection = administrator();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
  }

  private Path unpack() throws IOException {
    Path binaries = folder.resolve("postgres");
    try (InputStream archive = TestServer.class.getResourceAsStream("/postgres-linux-x86_64.txz");
        TarArchiveInputStream tar =
            new TarArchiveInputStream(new XZCompressorInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = binaries.resolve(entry.getName()).normalize();
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(file.getParent());
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(tar, file);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(file, EXECUTABLE);
          }
        }
      }
    }
    Files.setPosixFilePermissions(folder, EXECUTABLE);
    return binaries;
  }

  private static final Set<PosixFilePermission> EXECUTABLE =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE,
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_EXECUTE);

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** PostgreSQL refuses to run as root. */
  private static List<String> unprivileged(String... command) {
    List<String> whole = new ArrayList<>();
    if (isRoot()) {
      whole.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
    }
    whole.addAll(List.of(command));
    return whole;
  }

  private void run(List<String> command) throws IOException, InterruptedException {
    File log = folder.resolve("setup.log").toFile();
    Process setup =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
            .start();
    if (setup.waitFor() != 0) {
      throw new IllegalStateException(command + ": " + Files.readString(log.toPath()));
    }
  }

  private void remove() {
    if (process != null) {
      try {
        // SIGINT ends the sessions; SIGTERM would wait for them.
        run(List.of("kill", "-INT", Long.toString(process.pid())));
        process.waitFor(10, TimeUnit.SECONDS);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        process.destroyForcibly();
      }
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Holder {
    static final TestServer SERVER = start();

    private static TestServer start() {
      try {
        return new TestServer();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private final class Database implements Migration.Target {

    private final String name;

    Database(String name) {
      this.name = name;
    }

    @Override
    public DataSource dataSource() {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(jdbcUrl());
      source.setUser(USER);
      source.setPassword(PASSWORD);
      return source;
    }

    @Override
    public String jdbcUrl() {
      return url(name);
    }

    @Override
    public String user() {
      return USER;
    }

    @Override
    public String password() {
      return PASSWORD;
    }
  }
}

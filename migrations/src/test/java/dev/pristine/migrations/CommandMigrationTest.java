package dev.pristine.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandMigrationTest {

  @TempDir Path folder;

  private Migration shell(String script) throws IOException {
    Files.writeString(folder.resolve("schema"), "1");
    return Migrations.command(folder, List.of("sh", "-c", script), List.of(Path.of("schema")));
  }

  private static Migration.Target target(String url, String user, String password) {
    return new Migration.Target() {
      @Override
      public DataSource dataSource() {
        throw new IllegalStateException("A command connects by itself");
      }

      @Override
      public String jdbcUrl() {
        return url;
      }

      @Override
      public String user() {
        return user;
      }

      @Override
      public String password() {
        return password;
      }
    };
  }

  private static final Migration.Target TARGET =
      target("jdbc:postgresql://localhost:5433/db", "me", "p@ss");

  @Test
  void theProgramRunsInItsFolderWithTheAddressAndWithoutInput() throws Exception {
    shell("cat; pwd -P > here; echo $DATABASE_URL $PGPORT $JDBC_DATABASE_URL > address")
        .apply(TARGET);

    assertThat(folder.resolve("here")).hasContent(folder.toRealPath().toString());
    assertThat(folder.resolve("address"))
        .hasContent(
            "postgresql://me:p%40ss@localhost:5433/db 5433 jdbc:postgresql://localhost:5433/db");
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:postgresql://h:1/d, postgresql://me:p%40%2F%25%3A%20%C3%BC@h:1/d, h, 1, d",
    "jdbc:postgresql://h/d?sslmode=require&x=y, postgresql://me:p%40%2F%25%3A%20%C3%BC@h:5432/d?sslmode=require, h, 5432, d",
    "jdbc:postgresql://[::1]:7/d, postgresql://me:p%40%2F%25%3A%20%C3%BC@[::1]:7/d, ::1, 7, d",
    "'jdbc:postgresql://a:1,b/d', 'postgresql://me:p%40%2F%25%3A%20%C3%BC@a:1,b:5432/d', 'a,b', '1,5432', d",
    "jdbc:postgresql:d%20e, postgresql://me:p%40%2F%25%3A%20%C3%BC@localhost:5432/d%20e, localhost, 5432, d e"
  })
  void anAddressOfPostgresqlIsWrittenAsItsOwnProgramsTakeIt(
      String jdbcUrl, String url, String hosts, String ports, String database) {
    Map<String, String> variables =
        CommandEnvironment.of(target(jdbcUrl, "me", "p@/%: ü")).variables();

    assertThat(variables)
        .containsEntry("DATABASE_URL", url)
        .containsEntry("PGHOST", hosts)
        .containsEntry("PGPORT", ports)
        .containsEntry("PGDATABASE", database)
        .containsEntry("PGUSER", "me")
        .containsEntry("PGPASSWORD", "p@/%: ü")
        .containsEntry("DATABASE_USER", "me")
        .containsEntry("DATABASE_PASSWORD", "p@/%: ü")
        .containsEntry("JDBC_DATABASE_URL", jdbcUrl);
  }

  @Test
  void nothingInheritedLeadsToAnotherServer() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "PATH", "/bin",
                "DATABASE_URL", "mine",
                "PGSERVICE", "mine",
                "PGHOSTADDR", "mine",
                "PGOPTIONS", "-c x=y"));

    CommandEnvironment.of(target("jdbc:mariadb://h/d", "me", "")).putInto(environment);

    assertThat(environment)
        .containsOnly(
            Map.entry("PATH", "/bin"),
            Map.entry("PGOPTIONS", "-c x=y"),
            Map.entry("JDBC_DATABASE_URL", "jdbc:mariadb://h/d"),
            Map.entry("DATABASE_USER", "me"),
            Map.entry("DATABASE_PASSWORD", ""));
  }

  @Test
  void aFailureIsToldWithTheEndOfTheOutputAndWithoutThePassword() throws IOException {
    Migration migration =
        shell(
            "for i in $(seq 40); do echo line $i; done; echo $PGPASSWORD >&2; echo $DATABASE_URL; exit 3");

    StringBuilder lines = new StringBuilder();
    for (int i = 13; i <= 40; i++) {
      lines.append("line ").append(i).append('\n');
    }
    assertThatThrownBy(() -> migration.apply(TARGET))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The command [%s] failed with exit code 3. Nothing of it was kept. The end of what it printed:\n%s***\npostgresql://me:***@localhost:5433/db",
            migration, lines);
  }

  @Test
  void aFailureWithoutAWordSaysSo() throws IOException {
    Migration migration = shell("exit 1");

    assertThatThrownBy(() -> migration.apply(TARGET))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The command [sh -c exit 1] failed with exit code 1. Nothing of it was kept. It printed nothing.");
  }

  @Test
  void aMissingProgramIsNamed() {
    Migration migration =
        Migrations.command(folder, List.of("no-such-program", "up"), List.of(Path.of("x")));

    assertThatThrownBy(() -> migration.apply(TARGET))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The command [no-such-program up] cannot be started. Is [no-such-program] installed, executable, and on the PATH [%s]?",
            System.getenv("PATH"))
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aMissingFolderIsNamed() {
    Path missing = folder.resolve("missing");
    Migration migration = Migrations.command(missing, List.of("true"), List.of(Path.of("x")));

    assertThatThrownBy(() -> migration.apply(TARGET))
        .isInstanceOf(MigrationException.class)
        .hasMessage("The command [true] cannot be run in [%s]: there is no such folder.", missing);
  }

  @Test
  void theProgramAndItsChildrenAreKilledWithAnInterrupt() throws Exception {
    Migration migration = shell("echo $$ > parent; sleep 600 & echo $! > child; wait");
    FutureTask<String> task =
        new FutureTask<>(
            () -> {
              migration.apply(TARGET);
              return "";
            });
    Thread thread = new Thread(task);
    thread.start();
    await().until(() -> hasNumber("parent") && hasNumber("child"));

    thread.interrupt();

    assertThatThrownBy(task::get).hasRootCauseInstanceOf(InterruptedException.class);
    await().untilAsserted(() -> assertThat(isAlive("parent") || isAlive("child")).isFalse());
  }

  private boolean hasNumber(String file) throws IOException {
    return Files.exists(folder.resolve(file))
        && Files.readString(folder.resolve(file)).endsWith("\n");
  }

  private boolean isAlive(String file) throws IOException {
    long id = Long.parseLong(Files.readString(folder.resolve(file)).strip());
    return ProcessHandle.of(id).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void theFingerprintIsTheArgumentsAndTheFilesInTheirFolders() throws IOException {
    Files.createDirectories(folder.resolve("versions/__pycache__"));
    Files.writeString(folder.resolve("versions/1.py"), "one");
    Files.writeString(folder.resolve("alembic.ini"), "ini");
    List<Path> files = List.of(Path.of("versions"), Path.of("alembic.ini"));
    List<String> command = List.of("alembic", "upgrade", "head");
    String first = Migrations.command(folder, command, files).fingerprint();

    Files.writeString(folder.resolve("versions/__pycache__/1.pyc"), "compiled");
    assertThat(Migrations.command(folder, command, files).fingerprint()).isEqualTo(first);

    assertThat(Migrations.command(folder, List.of("alembic", "upgrade head"), files).fingerprint())
        .isNotEqualTo(first);

    Files.writeString(folder.resolve("versions/2.py"), "two");
    assertThat(Migrations.command(folder, command, files).fingerprint()).isNotEqualTo(first);
  }

  @Test
  void aMissingFileOfTheFingerprintIsNamed() {
    Migration migration = Migrations.command(folder, List.of("true"), List.of(Path.of("gone.py")));

    assertThatThrownBy(migration::fingerprint)
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The file [gone.py], which is part of the fingerprint of the command [true], is not there. Looked for [%s].",
            folder.resolve("gone.py"));
  }

  @Test
  void aCommandWithoutFilesIsRefused() {
    assertThatThrownBy(() -> Migrations.command(List.of("rails", "db:migrate"), List.of()))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The command [rails db:migrate] needs files as its fingerprint: without any, no change of them would ever be noticed.");
  }

  @Test
  void aCommandWithoutAProgramIsRefused() {
    assertThatThrownBy(() -> Migrations.command(List.of(), List.of(Path.of("x"))))
        .isInstanceOf(MigrationException.class)
        .hasMessage("A command needs a program to run.");
  }
}

package dev.pristine.migrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.MigrationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocatedMigrationTest {

  @TempDir Path temporary;

  private Path write(String name, String text) throws IOException {
    Path file = temporary.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @ParameterizedTest
  @CsvSource({
    "V1__init.sql, FlywayMigration",
    "sub/V1.2_3__init.sql, FlywayMigration",
    "R__views.sql, FlywayMigration",
    "B7__baseline.sql, FlywayMigration",
    "V2__Java.class, FlywayMigration",
    "master.xml, LiquibaseMigration",
    "db.changelog-master.yaml, LiquibaseMigration",
    "changelog.json, LiquibaseMigration",
    "V1_typing_error.sql, SqlMigration",
    "schema.sql, SqlMigration",
    "sub/changelog.xml, SqlMigration",
  })
  void theToolIsChosenByTheNamesInTheFolder(String name, String kind) throws IOException {
    write("db/" + name, "");
    write("db/other.sql", "");

    assertThat(chosen("db")).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "anything.xml, '', LiquibaseMigration",
    "anything.yml, '', LiquibaseMigration",
    "V1__init.sql, SELECT 1, SqlMigration",
    "a.sql, '--liquibase formatted sql', LiquibaseMigration",
    "a.sql, ' \n-- Liquibase  Formatted SQL', SqlMigration",
    "a.sql, ' \n-- Liquibase Formatted SQL', LiquibaseMigration",
    "changelog.sql, '-- plain', SqlMigration",
  })
  void theToolIsChosenByAFile(String name, String text, String kind) throws IOException {
    write(name, text);

    assertThat(chosen(name)).isEqualTo(kind);
  }

  private String chosen(String name) {
    LocatedMigration migration =
        (LocatedMigration) Migrations.at(temporary.resolve(name).toString());
    return migration.chosen().getClass().getSimpleName();
  }

  @Test
  void aLocationIsRefusedWithSeveralChangelogs() throws IOException {
    write("changelog.xml", "");
    write("master.yaml", "");

    assertThatThrownBy(() -> Migrations.at(temporary.toString()).fingerprint())
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The folder [%s] holds several Liquibase changelogs: [changelog.xml], [master.yaml]. Name the one that includes the others.",
            temporary);
  }

  @Test
  void aLocationIsRefusedWithFormattedSqlThatNothingIncludes() throws IOException {
    write("one.sql", "--liquibase formatted sql\n");

    assertThatThrownBy(() -> Migrations.at(temporary.toString()).fingerprint())
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The folder [%s] holds Liquibase's formatted SQL ([one.sql]), but no changelog that includes it. Name the changelog.",
            temporary);
  }

  @Test
  void aLocationIsRefusedWhenItIsAFileOfAnotherKind() throws IOException {
    Path file = write("dump.gz", "");

    assertThatThrownBy(() -> Migrations.at(file.toString()).fingerprint())
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The file [%s] is neither SQL (.sql) nor a Liquibase changelog (.xml, .yaml, .yml, .json).",
            file);
  }

  @Test
  void aLocationIsRefusedWhenNothingIsThere() {
    assertThatThrownBy(() -> Migrations.at("filesystem:no/such/folder").fingerprint())
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The migrations [filesystem:no/such/folder] are not there. Looked for [%s]. Put them there, or name another place.",
            Path.of("no/such/folder").toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "classpath:", "classpath:/", "filesystem:"})
  void aLocationIsRefusedWhenItNamesNothing(String text) {
    assertThatThrownBy(() -> Migrations.at(text))
        .isInstanceOf(MigrationException.class)
        .hasMessage("The location of migrations [%s] names no folder or file.", text);
  }

  @Test
  void aLocationIsRefusedOfAnUnknownKind() {
    assertThatThrownBy(() -> Migrations.at("s3:bucket/db"))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The location of migrations [s3:bucket/db] is of an unknown kind. Known are classpath:, filesystem: and a path without a prefix.");
  }
}

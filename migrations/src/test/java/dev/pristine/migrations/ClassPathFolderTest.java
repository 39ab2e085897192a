package dev.pristine.migrations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pristine.Migration;
import dev.pristine.MigrationException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassPathFolderTest {

  @TempDir Path temporary;

  private Path write(String name, String text) throws IOException {
    Path file = temporary.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Path jar(String... names) throws IOException {
    Path jar = temporary.resolve("some library.jar");
    try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
      output.putNextEntry(new JarEntry("META-INF/"));
      output.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
      for (String name : names) {
        output.putNextEntry(new JarEntry(name));
        if (!name.endsWith("/")) {
          output.write(("SELECT '" + name + "'").getBytes(UTF_8));
        }
      }
    }
    return jar;
  }

  @Test
  void aFolderInAFolderIsRead() throws Exception {
    write("root with space/db/x/1.sql", "CREATE TABLE a (i int)");
    Migration.Target target = TestServer.newDatabase();

    ClassPaths.with(
        List.of(temporary.resolve("root with space")),
        () -> {
          Migrations.at("classpath:/db/x/").apply(target);
          return "";
        });

    assertThat(Databases.tables(target)).containsExactly("a");
  }

  @Test
  void aFolderInAJarIsTheSameAsOutside() throws Exception {
    Path jar = jar("db/", "db/a b%#.sql", "db/sub/", "db/sub/1.sql", "db/.hidden.sql", "dbx.sql");
    for (String name : List.of("db/a b%#.sql", "db/sub/1.sql")) {
      write("root/" + name, "SELECT '" + name + "'");
    }

    String inJar = ClassPaths.with(List.of(jar), () -> Migrations.at("classpath:db").fingerprint());

    assertThat(inJar)
        .isEqualTo(Migrations.at(temporary.resolve("root/db").toString()).fingerprint());
  }

  @Test
  void aJarThatWasBuiltAnewIsReadAnew() throws Exception {
    Path jar = jar("db/", "db/1.sql");
    String first = with(jar);

    jar("db/", "db/1.sql", "db/2.sql");

    assertThat(with(jar)).isNotEqualTo(first);
  }

  private static String with(Path jar) throws Exception {
    return ClassPaths.with(List.of(jar), () -> Migrations.at("classpath:db").fingerprint());
  }

  @Test
  void aFileInAJarIsRead() throws Exception {
    Path jar = jar("db/", "db/1.sql");
    Path file = write("1.sql", "SELECT 'db/1.sql'");

    String inJar =
        ClassPaths.with(List.of(jar), () -> Migrations.at("classpath:db/1.sql").fingerprint());

    assertThat(inJar).isEqualTo(Migrations.at(file.toString()).fingerprint());
  }

  @Test
  void aFolderIsTheSumOfThoseOfItsName() throws Exception {
    write("one/db/1.sql", "SELECT 1");
    write("two/db/2.sql", "SELECT 2");
    write("two/db/1.sql", "SELECT 1");
    write("sum/1.sql", "SELECT 1");
    write("sum/2.sql", "SELECT 2");

    String found =
        ClassPaths.with(
            List.of(temporary.resolve("one"), temporary.resolve("two")),
            () -> Migrations.at("classpath:db").fingerprint());

    assertThat(found).isEqualTo(Migrations.at(temporary.resolve("sum").toString()).fingerprint());
  }

  @Test
  void aFileThatIsThereTwiceInDifferentFormsIsRefused() throws Exception {
    write("one/db/1.sql", "SELECT 1");
    write("two/db/1.sql", "SELECT 2");

    assertThatThrownBy(
            () ->
                ClassPaths.with(
                    List.of(temporary.resolve("one"), temporary.resolve("two")),
                    () -> Migrations.at("classpath:db").fingerprint()))
        .isInstanceOf(MigrationException.class)
        .hasMessage(
            "The migration file [classpath:db/1.sql] is on the class path twice, with different contents. Rename or remove one of them.");
  }

  @Test
  void aMissingFolderIsToldWithThePlacesThatWereSearched() throws Exception {
    Path root = Files.createDirectory(temporary.resolve("root"));
    Path jar = jar();
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    URL[] urls = {root.toUri().toURL(), jar.toUri().toURL()};
    try (URLClassLoader alone = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(alone);
      assertThatThrownBy(() -> Migrations.at("classpath:db/none").fingerprint())
          .isInstanceOf(MigrationException.class)
          .hasMessage(
              "The migrations [classpath:db/none] are not on the class path. Looked in [%s] and [some%%20library.jar]. Put them there (a build takes them from src/main/resources/db/none), or name another place.",
              root);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

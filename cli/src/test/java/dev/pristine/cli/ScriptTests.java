package dev.pristine.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * When {@code ./pristine} builds, and what it runs; its Maven and its Java only say that they ran.
 */
@DisabledOnOs(OS.WINDOWS)
class ScriptTests {

  @TempDir Path folder;
  private Path home;
  private Path source;
  private Path builds;

  @BeforeEach
  void aProjectWithAMavenAndAJavaOfItsOwn() throws IOException {
    home = Files.createDirectories(folder.resolve("a home/.checkout"));
    source = write(home.resolve("core/src/main/java/Some.java"), "class Some {}");
    builds = folder.resolve("builds");
    write(home.resolve("pom.xml"), "<project/>");
    Files.copy(Path.of("..", "pristine"), home.resolve("pristine"));
    executable(home.resolve("pristine"));
    program(
        "bin/mvn",
        """
        echo "$@" >>"%s"
        sleep 0.3
        if [ -f broken ]; then echo "Some.java does not compile"; exit 1; fi
        mkdir -p cli/target/jars
        echo jar >cli/target/jars/core.jar
        echo jar >cli/target/pristine-cli-1.jar
        printf '%%s' "%s" >cli/target/classpath
        """
            .formatted(builds, write(folder.resolve("other.jar"), "jar")));
    program("jdk/bin/java", "for argument; do echo \"[$argument]\"; done; exit 7\n");
  }

  @Test
  void theFirstRunBuildsAndPassesItsArgumentsOn() {
    Ran ran = run("status", "--project", "two words");

    assertThat(ran.exitCode()).isEqualTo(7);
    assertThat(ran.out())
        .contains("dev.pristine.cli.Main]", "other.jar]")
        .endsWith("[status]\n[--project]\n[two words]\n");
    assertThat(ran.err()).startsWith("pristine: building the command line").hasLineCount(1);
    assertThat(built()).containsExactly("-q -B -DskipTests package -pl cli -am");
  }

  @Test
  void theNextRunDoesNotBuildAndSaysNothing() {
    run();

    assertThat(run().err()).isEmpty();
    assertThat(built()).hasSize(1);
  }

  @Test
  void aChangedSourceIsBuilt() throws IOException {
    run();
    later(source);

    run();

    assertThat(built()).hasSize(2);
  }

  @Test
  void aRemovedSourceIsBuiltWithout() throws IOException {
    run();
    Files.delete(source);
    later(source.resolveSibling("."));

    run();

    assertThat(built()).hasSize(2);
  }

  @Test
  void aChangedPomIsBuilt() throws IOException {
    run();
    later(home.resolve("pom.xml"));

    run();

    assertThat(built()).hasSize(2);
  }

  @Test
  void aJarThatIsGoneIsFetchedAgain() throws IOException {
    run();
    Files.delete(folder.resolve("other.jar"));

    run();

    assertThat(built()).hasSize(2);
  }

  @Test
  void testsAndBuiltFilesAreNoReasonToBuild() throws IOException {
    Path test = write(home.resolve("core/src/test/java/SomeTests.java"), "class SomeTests {}");
    Path built = write(home.resolve("core/target/src/main/Some.class"), "");
    run();
    later(test);
    later(built);

    run();

    assertThat(built()).hasSize(1);
  }

  @Test
  void itRunsThroughASymbolicLinkFromAnyFolder() throws IOException {
    Path link =
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a home/.checkout/pristine"));

    Ran ran = Ran.of(builder(link.toString()).directory(folder.toFile()));

    assertThat(ran.exitCode()).isEqualTo(7);
    assertThat(built()).hasSize(1);
  }

  @Test
  void twoAtOnceBuildOnce() {
    List<CompletableFuture<Ran>> both =
        Stream.of("one", "two")
            .map(each -> CompletableFuture.supplyAsync(() -> run(each)))
            .toList();

    assertThat(both).allSatisfy(each -> assertThat(each.join().exitCode()).isEqualTo(7));
    assertThat(built()).hasSize(1);
  }

  @Test
  void aFailedBuildShowsMavensOutputAndIsTriedAgain() throws IOException {
    Path broken = write(home.resolve("broken"), "");

    Ran failed = run();
    Files.delete(broken);

    assertThat(failed.exitCode()).isEqualTo(5);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .endsWith(
            """
            Some.java does not compile
            pristine: the build failed; Maven's output is above.
            """);
    assertThat(run().exitCode()).isEqualTo(7);
  }

  @Test
  void aJavaThatIsNotThereIsSaid() {
    ProcessBuilder builder = builder(home.resolve("pristine").toString());
    builder.environment().put("JAVA_HOME", "/nowhere");

    assertThat(Ran.of(builder))
        .isEqualTo(
            new Ran(
                5, "", "pristine: Java 17 or later is needed; there is no [/nowhere/bin/java].\n"));
  }

  private Ran run(String... arguments) {
    ProcessBuilder builder = builder(home.resolve("pristine").toString());
    builder.command().addAll(List.of(arguments));
    return Ran.of(builder);
  }

  private ProcessBuilder builder(String script) {
    ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(script)));
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().merge("PATH", "", (path, none) -> folder.resolve("bin") + ":" + path);
    return builder;
  }

  private List<String> built() {
    try {
      return Files.readAllLines(builds);
    } catch (IOException e) {
      throw new AssertionError("Nothing was built", e);
    }
  }

  private void program(String path, String body) throws IOException {
    executable(write(folder.resolve(path), "#!/bin/sh\n" + body));
  }

  private static void executable(Path file) {
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static Path write(Path file, String text) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    return Files.writeString(file, text, UTF_8);
  }

  private static void later(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
  }
}

package dev.pristine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What differs between the machines that a server may run on. */
class PlatformTest {

  @TempDir Path folder;

  @Test
  void onOtherSystemsThereIsNoServerOfOurs() {
    assertThatThrownBy(() -> Platform.of("PostgreSQL", "FreeBSD", "amd64", false))
        .isInstanceOf(SQLException.class)
        .hasMessage(
            "There are no binaries of PostgreSQL for this system [FreeBSD] and processor [amd64]; there are some for Linux, macOS and Windows on x86-64 and Arm. Set pristine.server to the JDBC URL of a server of your own.");
  }

  @Test
  void eachSystemHasItsCacheFolder() throws Exception {
    Platform linux = Platform.of("PostgreSQL", "Linux", "amd64", false);
    Platform macos = Platform.of("PostgreSQL", "Mac OS X", "aarch64", false);
    Platform windows = Platform.of("PostgreSQL", "Windows 11", "amd64", false);
    Map<String, String> nothing = Map.of();
    assertThat(CacheFolder.usual(linux, true, nothing::get, "/root"))
        .isEqualTo(Path.of("/var/cache/pristine"));
    assertThat(CacheFolder.usual(linux, false, nothing::get, "/home/a"))
        .isEqualTo(Path.of("/home/a/.cache/pristine"));
    assertThat(CacheFolder.usual(linux, false, Map.of("XDG_CACHE_HOME", "/caches")::get, "/home/a"))
        .isEqualTo(Path.of("/caches/pristine"));
    assertThat(
            CacheFolder.usual(linux, false, Map.of("XDG_CACHE_HOME", "relative")::get, "/home/a"))
        .isEqualTo(Path.of("/home/a/.cache/pristine"));
    assertThat(CacheFolder.usual(macos, false, nothing::get, "/Users/a"))
        .isEqualTo(Path.of("/Users/a/Library/Caches/pristine"));
    assertThat(CacheFolder.usual(windows, false, Map.of("LOCALAPPDATA", "/local")::get, "/a"))
        .isEqualTo(Path.of("/local/pristine"));
  }

  @ParameterizedTest
  @CsvSource({
    "0::/, '', , 4194304",
    "0::/job, job/memory.max, 1048576, 1048576",
    "0::/job/step, job/memory.max, 2097152, 2097152",
    "0::/job, job/memory.max, max, 4194304",
    "0::/outside/path, memory.max, 1048576, 1048576",
    "'4:cpu,memory:/job', memory/job/memory.limit_in_bytes, 1048576, 1048576",
    "4:memory:/, memory/memory.limit_in_bytes, 9223372036854771712, 4194304"
  })
  void memoryIsLimitedByTheMachineAndByControlGroups(
      String group, String file, String limit, long expected) throws Exception {
    Path processes = folder.resolve("proc");
    Path groups = folder.resolve("cgroup");
    Files.createDirectories(processes.resolve("self"));
    Files.writeString(processes.resolve("meminfo"), "MemTotal:       4096 kB\nMemFree: 1 kB\n");
    Files.writeString(processes.resolve("self/cgroup"), group + "\n");
    if (!file.isEmpty()) {
      Path limitFile = groups.resolve(file);
      FileTree.createFolders(limitFile.resolveSibling("x"), FileTree.SHARED_FOLDER);
      Files.writeString(limitFile, limit + "\n");
    }
    assertThat(MemoryLimit.in(processes, groups)).isEqualTo(expected);
  }
}

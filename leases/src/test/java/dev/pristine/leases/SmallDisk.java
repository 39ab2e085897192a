package dev.pristine.leases;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of a megabyte or two, where root may mount one; the test is skipped elsewhere. */
final class SmallDisk implements AutoCloseable {

  private final Path path;

  private SmallDisk(Path path) {
    this.path = path;
  }

  static SmallDisk mount(Path folder) throws IOException, InterruptedException {
    assumeTrue(
        System.getProperty("user.name").equals("root"), "Only root can mount a small file system");
    Path path = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", path.toString()),
        "This machine does not let even root mount a file system");
    return new SmallDisk(path);
  }

  Path path() {
    return path;
  }

  /** Fills it to the last byte with a file. */
  Path fill() throws IOException {
    Path filling = path.resolve("filling");
    byte[] some = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filling)) {
      while (path.toFile().getUsableSpace() > 0) {
        out.write(some);
      }
    }
    return filling;
  }

  void remount(String option) throws IOException, InterruptedException {
    if (!run("mount", "-o", "remount," + option, path.toString())) {
      throw new IOException("Could not remount " + path);
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    if (!run("umount", path.toString())) {
      throw new IOException("Could not unmount " + path);
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
  }
}

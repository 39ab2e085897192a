package dev.pristine.junit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Sees whether two tests meet, in whatever process they are: by files, which the system lets only
 * one of them create.
 */
record Witness(Path folder) {

  private static final String FOLDER = "witness.folder";

  /** Returns that of the folder which a system property names. */
  static Witness here() {
    return new Witness(Path.of(System.getProperty(FOLDER, "")));
  }

  /** Notes that somebody is alone with something for a moment; fails if he is not. */
  void alone(String what) throws IOException {
    Path mark = Files.createFile(folder.resolve(what));
    moment();
    refuseSharers(what);
    Files.delete(mark);
  }

  /** Notes that somebody shares something for a moment; fails if anybody is alone with it. */
  void sharing(String what) throws IOException {
    Path mark = Files.createFile(folder.resolve(what + ".shared." + UUID.randomUUID()));
    moment();
    if (Files.exists(folder.resolve(what))) {
      throw new AssertionError("Somebody who shares [" + what + "] met one who is alone with it");
    }
    Files.delete(mark);
  }

  private void refuseSharers(String what) throws IOException {
    try (Stream<Path> marks = Files.list(folder)) {
      if (marks.anyMatch(mark -> mark.getFileName().toString().startsWith(what + ".shared."))) {
        throw new AssertionError("Somebody alone with [" + what + "] met one who shares it");
      }
    }
  }

  /** Long enough for others to come, if anything lets them. */
  private static void moment() {
    long end = System.nanoTime() + 2_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }
}

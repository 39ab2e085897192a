package dev.pristine.embedded;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** What the files of a server tell of it. */
public interface DataDirectory {

  /** Tells whether the files say that a server runs on them. */
  boolean isInhabited() throws IOException;

  /**
   * Tells which files of a server that was shut down another one needs to start from; all others
   * are its process's own, or history. Asked for paths seen from the folder, with {@code /}.
   */
  Predicate<String> filesToKeep() throws IOException;

  /** Tells whether one of the processes that work here serves a client. */
  boolean isServing(List<ProcessMark> processes) throws IOException;

  /**
   * Returns the program, with its arguments, that removes what a server has left outside of its
   * folder when it was killed; empty if it has left nothing.
   */
  List<String> removalOfTraces() throws IOException;
}

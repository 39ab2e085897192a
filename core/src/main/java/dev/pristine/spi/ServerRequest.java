package dev.pristine.spi;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is told in order to open a session.
 *
 * @param server the text of the setting {@code pristine.server}
 * @param user the administering user; null for an embedded server, or where the URL tells
 * @param password that user's password; null for none
 * @param project the project's name, for people who look at the server's sessions
 * @param administratorRole whether migrations and tests connect as the administering role instead
 *     of an unprivileged one
 * @param freeIds whether a rewind may leave counters of keys where they are, if that is faster
 * @param cache the folder where an embedded server keeps what outlives a run; null for the usual
 *     one
 * @param storage where an embedded server keeps its data while it runs
 */
public record ServerRequest(
    String server,
    @Nullable String user,
    @Nullable String password,
    String project,
    boolean administratorRole,
    boolean freeIds,
    @Nullable Path cache,
    Storage storage) {

  /** Where an embedded server keeps its data while it runs. */
  public enum Storage {
    /** In memory where there is room, on disk otherwise. */
    AUTO,
    /** In memory (tmpfs). */
    MEMORY,
    /** On disk. */
    DISK
  }

  /** Leaves the password out. */
  @Override
  public String toString() {
    return "ServerRequest[server=" + server + ", user=" + user + ", project=" + project + "]";
  }
}

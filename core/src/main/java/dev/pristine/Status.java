package dev.pristine;

import dev.pristine.spi.Owner;
import dev.pristine.spi.Server;
import java.time.Instant;
import java.util.List;

/**
 * What Pristine has on a server at one moment.
 *
 * @param server the server's name and version
 * @param address where it is, without a password
 * @param connections how its connections are used
 * @param owners the living processes that use it; this one is among them
 * @param databases everything that Pristine made there
 * @param rewind whether databases can be rewound there
 * @param advice what would make the server faster or safer; empty if nothing
 */
public record Status(
    String server,
    String address,
    String connections,
    List<OwnerProcess> owners,
    List<Database> databases,
    Rewind rewind,
    List<String> advice) {

  /** Copies the lists. */
  public Status {
    owners = List.copyOf(owners);
    databases = List.copyOf(databases);
    advice = List.copyOf(advice);
  }

  /**
   * A living process that uses the server.
   *
   * @param id its owner's id, which is part of the names of its databases
   * @param description which process it is
   * @param since since when
   * @param self whether it is this one
   */
  public record OwnerProcess(String id, String description, Instant since, boolean self) {
    static OwnerProcess of(Owner owner, String self) {
      return new OwnerProcess(
          owner.id(), owner.description(), owner.since(), owner.id().equals(self));
    }
  }

  /**
   * Whether databases can be rewound on a server ({@link Isolation#REWIND}).
   *
   * @param possible whether they can
   * @param obstacle why not, for people, as the end of a sentence; empty if they can
   * @param remedy what an administrator of the server would run to change it; empty if they can, or
   *     nothing would help
   */
  public record Rewind(boolean possible, String obstacle, List<String> remedy) {

    /** Copies the list. */
    public Rewind {
      remedy = List.copyOf(remedy);
    }

    static Rewind on(Server server) {
      if (server.rewinder().isPresent()) {
        return new Rewind(true, "", List.of());
      }
      Server.Obstacle obstacle = server.obstacleToRewind();
      return new Rewind(false, obstacle.reason(), obstacle.remedy());
    }
  }

  /** What a database is for. */
  public enum Kind {
    /** Migrated, never handed to a test. */
    TEMPLATE,
    /** A template that somebody is building. */
    BUILDING,
    /** A copy that a process has, leased to a test or ready for one. */
    CLONE,
    /** A copy that was prepared ahead of a run. */
    SPARE,
    /** A copy that a test left behind for people to look at. */
    KEPT,
    /** A copy that a process wrote to, and copies for its tests in its turn. */
    FROZEN,
    /** What belonged to a process that is gone: {@link Pristine#clean} drops it. */
    ORPHAN
  }

  /**
   * A database that Pristine made.
   *
   * @param name its name
   * @param kind what it is for
   * @param template the template that it is, will be, or is a copy of
   * @param owner the id of the process that made it; empty for templates
   * @param holder who holds it, as far as this process knows; empty if it does not
   * @param since when it was made, last used or set aside, as far as known; {@link Instant#EPOCH}
   *     if not
   * @param sessions how many sessions are in it
   */
  public record Database(
      String name,
      Kind kind,
      String template,
      String owner,
      String holder,
      Instant since,
      int sessions) {}
}

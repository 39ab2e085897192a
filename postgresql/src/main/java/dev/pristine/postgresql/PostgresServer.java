package dev.pristine.postgresql;

import dev.pristine.embedded.Departure.Farewell;
import dev.pristine.embedded.Room;
import dev.pristine.spi.DatabaseEntry;
import dev.pristine.spi.Databases;
import dev.pristine.spi.Locks;
import dev.pristine.spi.Locks.Held;
import dev.pristine.spi.Owner;
import dev.pristine.spi.Rewinder;
import dev.pristine.spi.Seats;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerFacts;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A session on a PostgreSQL server. */
final class PostgresServer implements Server {

  private static final Duration ROLE_PATIENCE = Duration.ofSeconds(60);

  private final Sessions sessions;
  private final OwnerSession owner;
  private final AdvisoryLocks locks;
  private final SeatReservations seats;
  private final PostgresDatabases databases;
  private final ServerFacts facts;
  private final RewindRights rewindRights;
  private final Optional<PostgresRewinder> rewinder;
  private final Ending ending;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean disconnected = new AtomicBoolean();
  private volatile boolean leaveRunning;

  private PostgresServer(Sessions sessions, OwnerSession owner, Opening opening)
      throws SQLException {
    this.sessions = sessions;
    this.owner = owner;
    this.ending = opening.ending();
    this.locks = new AdvisoryLocks(sessions, owner);
    this.seats = new SeatReservations(owner);
    seats.awaitRoomToBegin();
    Capabilities capabilities = owner.with(Capabilities::of);
    Login tester = tester(opening, capabilities);
    CloneStrategy strategy = new CloneStrategy(capabilities.fsync());
    LogDialect dialect = LogDialect.of(capabilities.major());
    this.rewindRights = owner.with(statement -> RewindRights.of(statement, capabilities, dialect));
    Optional<PostgresRewinder> able =
        rewindRights.suffice()
            ? Optional.of(new PostgresRewinder(sessions, dialect, rewindRights.schema(), strategy))
            : Optional.empty();
    this.rewinder = able;
    this.databases =
        new PostgresDatabases(
            sessions,
            capabilities.role(),
            tester,
            opening.clientCommand(),
            strategy,
            opening.room(),
            dropped -> able.ifPresent(known -> known.forget(dropped)),
            owner.with(ServerLife::of));
    this.facts = facts(opening, capabilities, tester);
  }

  /**
   * How a server is opened.
   *
   * @param address where it is
   * @param administrator who administers it
   * @param testPassword the password of the role that tests, if the server is our own; null
   *     otherwise
   * @param administratorTests whether the administrator itself migrates and tests
   * @param project the project's name
   * @param clientCommand tells how people look into a database
   * @param advice what would make the server faster, besides what it tells itself
   * @param room the room where the server's data lies, if that is known
   * @param ending what happens when the session ends
   */
  record Opening(
      Address address,
      Login administrator,
      @Nullable String testPassword,
      boolean administratorTests,
      String project,
      UnaryOperator<String> clientCommand,
      List<String> advice,
      Optional<Room> room,
      Ending ending) {}

  /** What happens when a session ends. */
  interface Ending {

    /**
     * Ends it.
     *
     * @param server the session, still open
     */
    void end(PostgresServer server) throws SQLException;
  }

  static PostgresServer open(Opening opening) throws SQLException {
    Sessions sessions = new Sessions(opening.address(), opening.administrator(), opening.project());
    OwnerSession owner = null;
    boolean open = false;
    try {
      owner = OwnerSession.open(sessions);
      PostgresServer server = new PostgresServer(sessions, owner, opening);
      open = true;
      return server;
    } finally {
      if (!open) {
        if (owner != null) {
          owner.close();
        }
        sessions.close();
      }
    }
  }

  @Override
  public ServerFacts facts() {
    return facts;
  }

  @Override
  public Databases databases() {
    return databases;
  }

  @Override
  public Locks locks() {
    return locks;
  }

  @Override
  public Seats seats() {
    return seats;
  }

  @Override
  public List<Owner> livingOwners() throws SQLException {
    return owner.living();
  }

  @Override
  public void verifyOwner() throws SQLException {
    owner.verify();
  }

  @Override
  public Optional<Rewinder> rewinder() {
    return rewinder.map(Rewinder.class::cast);
  }

  @Override
  public Obstacle obstacleToRewind() {
    return rewindRights.obstacle();
  }

  @Override
  public List<String> truncation(List<String> tables) {
    return tables.isEmpty()
        ? List.of()
        : List.of(
            "TRUNCATE TABLE %s RESTART IDENTITY CASCADE".formatted(String.join(", ", tables)));
  }

  /** A query without rows has the type of its column and no value. */
  @Override
  public Optional<String> someListedValue(String table, String column) {
    return Optional.of("enum_first((SELECT %s FROM %s LIMIT 0))".formatted(column, table));
  }

  @Override
  public void leaveRunning() {
    leaveRunning = true;
  }

  @Override
  public void close() throws SQLException {
    if (closed.compareAndSet(false, true)) {
      ending.end(this);
    }
  }

  /** Ends this session's part in an embedded server, and tells what is to become of that. */
  Farewell depart() throws SQLException {
    boolean last = !leaveRunning && owner.living().size() <= 1;
    Set<String> kept =
        last
            ? databases.list().stream().map(DatabaseEntry::name).collect(Collectors.toSet())
            : Set.of();
    disconnect();
    return last ? new Farewell.Stops(kept) : new Farewell.RunsOn();
  }

  /** Closes every connection; the owner's lock ends with the last. Idempotent. */
  void disconnect() throws SQLException {
    if (!disconnected.compareAndSet(false, true)) {
      return;
    }
    sessions.close();
    try (owner;
        locks) {
      if (rewinder.isPresent()) {
        rewinder.get().close();
      }
    }
  }

  private Login tester(Opening opening, Capabilities capabilities) throws SQLException {
    if (opening.administratorTests() || !capabilities.createsRoles()) {
      return new Login(capabilities.role(), opening.administrator().password());
    }
    String ownPassword = opening.testPassword();
    try (Held alone = roleLock()) {
      return owner.with(
          statement ->
              ownPassword == null
                  ? TestRole.onSharedServer(sessions, statement, capabilities)
                  : TestRole.onOwnServer(statement, ownPassword));
    }
  }

  private Held roleLock() throws SQLException {
    try {
      return locks
          .exclusive("role", ROLE_PATIENCE)
          .orElseThrow(
              () ->
                  new SQLException(
                      "Waited %s for another process that creates our role"
                          .formatted(ROLE_PATIENCE),
                      "57014"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while waiting to create our role", "57014", e);
    }
  }

  private ServerFacts facts(Opening opening, Capabilities capabilities, Login tester) {
    return new ServerFacts(
        owner.id(),
        opening.address().url(Sessions.MAINTENANCE),
        "PostgreSQL " + capabilities.version(),
        "postgresql %d settled %d %s %s %b"
            .formatted(
                capabilities.major(),
                Settling.VERSION,
                capabilities.locale(),
                tester.user(),
                opening.administratorTests()),
        opening.testPassword() != null,
        Stream.concat(
                capabilities.advice(opening.administratorTests()).stream(),
                opening.advice().stream())
            .toList());
  }
}

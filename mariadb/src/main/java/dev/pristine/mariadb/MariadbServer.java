package dev.pristine.mariadb;

import dev.pristine.embedded.Departure.Farewell;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A session on a server of MariaDB or MySQL. */
final class MariadbServer implements Server {

  private static final Duration ACCOUNT_PATIENCE = Duration.ofSeconds(60);

  private final Sessions sessions;
  private final OwnerSession owner;
  private final UserLocks locks;
  private final SeatReservations seats;
  private final MariadbDatabases databases;
  private final RewindRights rewindRights;
  private final MariadbRewinder rewinder;
  private final ServerFacts facts;
  private final Ending ending;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean disconnected = new AtomicBoolean();
  private volatile boolean leaveRunning;

  private MariadbServer(Sessions sessions, OwnerSession owner, Opening opening)
      throws SQLException {
    this.sessions = sessions;
    this.owner = owner;
    this.ending = opening.ending();
    this.locks = new UserLocks(sessions, owner);
    this.seats = new SeatReservations(owner, sessions.dialect());
    seats.awaitRoomToBegin();
    Capabilities capabilities =
        owner.with(statement -> Capabilities.of(statement, sessions.dialect()));
    boolean ownAccount = !opening.administratorTests() && capabilities.createsAccounts();
    Login tester = ownAccount ? testAccount(opening) : opening.administrator();
    String granted = ownAccount ? TestAccount.ACCOUNT : null;
    Blueprints blueprints = new Blueprints(sessions);
    this.databases =
        new MariadbDatabases(
            sessions,
            owner.id(),
            tester,
            granted,
            place -> opening.clientCommand().into(sessions.dialect().client(), place),
            blueprints);
    Rewinding rewinding = sessions.dialect().rewinding();
    boolean silenceable = !ownAccount && rewinding.silences(capabilities.privileges());
    this.rewindRights =
        owner.with(statement -> rewinding.rights(statement, capabilities, ownAccount));
    this.rewinder =
        new MariadbRewinder(
            databases,
            new RewindTools(
                sessions,
                rewinding,
                new LogReader(rewinding.logIdentity()),
                blueprints,
                granted,
                silenceable,
                opening.freeIds() && rewinding.countersAreDear()));
    this.facts = facts(opening, capabilities, tester);
  }

  /**
   * How a server is opened.
   *
   * @param address where it is
   * @param administrator who administers it
   * @param testPassword the password of the account that tests, if the server is our own; null
   *     otherwise
   * @param administratorTests whether the administrator itself migrates and tests
   * @param freeIds whether a rewind may leave counters where they are, if that is faster
   * @param project the project's name
   * @param clientCommand tells how people look into a schema
   * @param advice what would make the server faster, besides what it tells itself
   * @param ending what happens when the session ends
   */
  record Opening(
      Address address,
      Login administrator,
      @Nullable String testPassword,
      boolean administratorTests,
      boolean freeIds,
      String project,
      ClientCommand clientCommand,
      List<String> advice,
      Ending ending) {}

  /** Tells people how they look into a schema. */
  interface ClientCommand {

    /**
     * Writes the command.
     *
     * @param program the server's own client
     */
    String into(String program, String place);
  }

  /** What happens when a session ends. */
  interface Ending {

    /**
     * Ends it.
     *
     * @param server the session, still open
     */
    void end(MariadbServer server) throws SQLException;
  }

  static MariadbServer open(Opening opening) throws SQLException {
    Sessions sessions =
        Sessions.begin(opening.address(), opening.administrator(), Registry::ensure);
    OwnerSession owner = null;
    boolean open = false;
    try {
      owner = OwnerSession.open(sessions, opening.project());
      MariadbServer server = new MariadbServer(sessions, owner, opening);
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
    return rewindRights.suffice() ? Optional.of(rewinder) : Optional.empty();
  }

  @Override
  public Obstacle obstacleToRewind() {
    return rewindRights.obstacle();
  }

  @Override
  public List<String> truncation(List<String> tables) {
    if (tables.isEmpty()) {
      return List.of();
    }
    List<String> statements = new ArrayList<>();
    statements.add("SET foreign_key_checks = 0");
    tables.forEach(table -> statements.add("TRUNCATE TABLE " + table));
    statements.add("SET foreign_key_checks = 1");
    return statements;
  }

  /** The values of such a type have numbers, from 1. */
  @Override
  public Optional<String> someListedValue(String table, String column) {
    return Optional.of("1");
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

  /**
   * Ends this owner's part in an embedded server, while nobody can join or stop it.
   *
   * @return whether it was the last, and which databases the next start should find
   */
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
    seats.close();
    try (owner;
        locks) {
      // Closes both, whatever happens to the first.
    }
  }

  private Login testAccount(Opening opening) throws SQLException {
    String ownPassword = opening.testPassword();
    Dialect dialect = sessions.dialect();
    try (Held alone = accountLock()) {
      return owner.with(
          statement ->
              ownPassword == null
                  ? TestAccount.onSharedServer(statement, dialect)
                  : TestAccount.onOwnServer(statement, dialect, ownPassword));
    }
  }

  private Held accountLock() throws SQLException {
    try {
      return locks
          .exclusive("account", ACCOUNT_PATIENCE)
          .orElseThrow(
              () ->
                  new SQLException(
                      "Waited %s for another process that creates our account"
                          .formatted(ACCOUNT_PATIENCE),
                      "57014"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("Interrupted while waiting to create our account", "57014", e);
    }
  }

  private ServerFacts facts(Opening opening, Capabilities capabilities, Login tester) {
    Dialect dialect = capabilities.dialect();
    return new ServerFacts(
        owner.id(),
        opening.address().url(""),
        dialect.product() + " " + capabilities.version(),
        "%s %s recipe %d %s %s %b"
            .formatted(
                dialect.product().toLowerCase(Locale.ROOT),
                capabilities.series(),
                Recipe.VERSION,
                capabilities.defaults(),
                tester.user(),
                opening.administratorTests()),
        opening.testPassword() != null,
        Stream.of(
                capabilities.advice(opening.administratorTests()),
                rewindRights.advice(),
                opening.advice())
            .flatMap(List::stream)
            .toList());
  }
}

package dev.pristine.sqlite;

import dev.pristine.spi.Databases;
import dev.pristine.spi.Locks;
import dev.pristine.spi.Owner;
import dev.pristine.spi.Rewinder;
import dev.pristine.spi.Seats;
import dev.pristine.spi.Server;
import dev.pristine.spi.ServerFacts;
import dev.pristine.spi.ServerRequest;
import dev.pristine.spi.ServerRequest.Storage;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sqlite.SQLiteJDBCLoader;

/**
 * A process's part in a folder of database files, which is to SQLite what a server is to others.
 */
final class SqliteServer implements Server {

  /** Grows when templates are made in another way. */
  private static final int TEMPLATES = 1;

  private final Owners owners;
  private final OwnerFile owner;
  private final LockTable locks;
  private final SqliteDatabases databases;
  private final Optional<Rewinder> rewinder;
  private final ServerFacts facts;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SqliteServer(
      Location location, ServerRequest request, Owners owners, OwnerFile owner, LockTable locks) {
    this.owners = owners;
    this.owner = owner;
    this.locks = locks;
    Connector connector = Connector.with(location.parameters());
    Costs costs = new Costs();
    this.databases = new SqliteDatabases(location.folder(), connector, costs);
    this.rewinder =
        OpenFiles.canTell()
            ? Optional.of(new SqliteRewinder(databases, connector, costs))
            : Optional.empty();
    String version = SQLiteJDBCLoader.getVersion();
    List<String> advice = new ArrayList<>();
    if (request.storage() == Storage.MEMORY) {
      advice.add(
          "pristine.storage=memory changes nothing for SQLite, whose files the system keeps in memory anyway while there is room");
    }
    this.facts =
        new ServerFacts(
            owner.id(),
            location.address(),
            "SQLite " + version,
            "sqlite %s templates %d %s".formatted(major(version), TEMPLATES, location.parameters()),
            location.embedded(),
            advice);
  }

  static SqliteServer open(Location unmade, ServerRequest request) throws SQLException {
    Location location = unmade.made();
    Owners owners = Owners.in(location.state());
    OwnerFile owner = OwnerFile.create(owners, request.project());
    boolean open = false;
    try {
      LockTable locks = LockTable.open(location.state(), owners, owner.id());
      SqliteServer server = new SqliteServer(location, request, owners, owner, locks);
      open = true;
      return server;
    } finally {
      if (!open) {
        owner.close();
      }
    }
  }

  private static String major(String version) {
    return version.split("\\.", 2)[0];
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
    return new NoSeatLimit();
  }

  @Override
  public List<Owner> livingOwners() throws SQLException {
    return owners.living();
  }

  @Override
  public void verifyOwner() throws SQLException {
    owner.verify();
    locks.repay();
  }

  @Override
  public Optional<Rewinder> rewinder() {
    return rewinder;
  }

  @Override
  public Obstacle obstacleToRewind() {
    return new Obstacle(
        "this operating system does not tell who has a file open, as Linux does", List.of());
  }

  /** SQLite has no TRUNCATE; the counters of AUTOINCREMENT are rows of a table of its own. */
  @Override
  public List<String> truncation(List<String> tables) {
    return tables.stream().map(table -> "DELETE FROM " + table).toList();
  }

  @Override
  public Optional<Path> file(String jdbcUrl) {
    return Optional.of(
        Path.of(jdbcUrl.replaceFirst("^jdbc:sqlite:", "").replaceFirst("[?].*$", "")));
  }

  @Override
  public void close() throws SQLException {
    if (closed.compareAndSet(false, true)) {
      try (owner) {
        locks.close();
      }
    }
  }
}

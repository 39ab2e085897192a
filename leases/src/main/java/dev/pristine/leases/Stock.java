package dev.pristine.leases;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * What a store holds, whoever defined it: for command lines and for people who look after a store.
 * Tests do not need it. Thread-safe.
 */
public final class Stock {

  private static final String POOLS =
      "SELECT name FROM pool UNION SELECT pool FROM resource ORDER BY 1";

  private static final List<String> TABLES =
      List.of("want", "waiter", "lock_hold", "resource", "pool", "claim", "journal");

  private final Leases leases;

  Stock(Leases leases) {
    this.leases = leases;
  }

  /** Returns what {@link Leases#open()} opens; there may be a password in it. */
  public static String usualPlace() {
    return Places.usual();
  }

  /** Names a place for people: a file by its whole path, or a URL without a password. */
  public static String printable(String place) {
    return isOnServer(place) ? Urls.printable(place) : Places.file(place);
  }

  private static boolean isOnServer(String place) {
    return place.startsWith("jdbc:postgresql:");
  }

  /**
   * Opens a store as {@link Leases#open(String, Duration)} does, unless there is none: then nothing
   * is made.
   *
   * @throws LeaseException if it is there, and cannot be used
   */
  public static Optional<Leases> openIfThere(String place, Duration leaseTime) {
    boolean there =
        isOnServer(place) ? isThereOnServer(place) : Files.exists(Path.of(Places.file(place)));
    return there ? Optional.of(Leases.open(place, leaseTime)) : Optional.empty();
  }

  private static boolean isThereOnServer(String url) {
    String count = "SELECT count(*) FROM pg_namespace WHERE nspname = 'pristine_leases'";
    try (Connection connection = Urls.connect(url, new Properties());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(count)) {
      return row.next() && row.getInt(1) > 0;
    } catch (SQLException e) {
      throw Trouble.of("open the lease store", Urls.printable(url), e);
    }
  }

  /** Returns the names of all pools, in order. */
  public List<String> pools() {
    return leases
        .store()
        .read("list the pools", session -> session.query(row -> row.getString(1), POOLS));
  }

  /**
   * Puts resources into a pool, made where there is none of its name, or adds to the attributes of
   * those that are there, and changes them. Every process can lease them, without defining the
   * pool. Its cleaner, if a process defines one, stays. What is secret once, in any resource of the
   * pool, is so in all.
   *
   * @return how many of them are new
   * @throws LeaseException if two have the same name
   */
  public int add(String pool, Set<String> secrets, List<Resource> resources) {
    String name = Pool.of(pool, Source.of()).name();
    Set<String> given = new HashSet<>();
    for (Resource each : resources) {
      if (!given.add(each.name())) {
        throw new LeaseException(
            "The resource [" + each.name() + "] is given twice for the pool [" + name + "].");
      }
    }
    int added =
        leases
            .store()
            .transact(
                "add to the pool [" + name + "]",
                session -> {
                  Set<String> fresh = new HashSet<>(given);
                  session.update(
                      "INSERT INTO pool (name, next_making) VALUES (?, 0)"
                          + " ON CONFLICT (name) DO NOTHING",
                      name);
                  Map<String, Resource> all = new LinkedHashMap<>();
                  Book.resources(session, name).forEach(each -> all.put(each.name(), each));
                  fresh.removeAll(all.keySet());
                  resources.forEach(each -> all.merge(each.name(), each, Resource::with));
                  Set<String> secret = new HashSet<>(secrets);
                  all.values().forEach(each -> secret.addAll(each.secrets()));
                  Book.stock(
                      session,
                      name,
                      all.values().stream().map(each -> each.withSecrets(secret)).toList());
                  return fresh.size();
                });
    leases.serve();
    return added;
  }

  /**
   * Takes a pool out of the store: at once what nobody holds, and the rest as it comes back. Who
   * waited before for what is held gets that first, whoever comes later gets nothing. A process
   * that defines the pool again puts its resources back.
   *
   * @param patience how long to wait for what is held
   * @return what was still held then, and stays; empty if the pool is gone
   */
  public List<Holding> drain(String pool, Duration patience) {
    return new Draining(leases, pool).drain(patience);
  }

  /**
   * Takes everything out of the store: pools, leases, locks, those who wait, claims, the journal.
   * Processes that have it open may go on using it; what they held is lost to them.
   *
   * @param force whether to do so while anything is held
   * @return what was held; if there is any, and no force was to be used, everything stays
   */
  public List<Holding> reset(boolean force) {
    Set<String> dead = leases.store().dead();
    return leases.change(
        "empty the store",
        session -> {
          Revoking.dead(session, dead);
          Revoking.expired(session);
          List<Holding> held = held(session, "");
          if (held.isEmpty() || force) {
            // Owners stay: by their rows it is noticed when they die. So do the numbers of leases,
            // which must not begin anew.
            for (String table : TABLES) {
              session.update("DELETE FROM " + table);
            }
          }
          return held;
        });
  }

  static List<Holding> held(Session session, String pool) throws SQLException {
    return Book.list(session, pool).stream()
        .filter(each -> !each.process().isEmpty())
        .filter(each -> pool.isEmpty() || each.pool().equals(pool))
        .toList();
  }
}

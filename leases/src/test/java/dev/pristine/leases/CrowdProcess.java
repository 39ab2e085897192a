package dev.pristine.leases;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One of a crowd: its threads acquire, write to a witness that refuses late writers, hold for a
 * random time, and give back. What they do they log to a file of their own, independently of the
 * store; the clock is the machine's, and so one for all processes.
 */
final class CrowdProcess {

  static final Duration LEASE_TIME = Duration.ofSeconds(2);

  private static final int THREADS = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Leases leases;
  private final BufferedWriter log;
  private final Connection witness;
  private final long end;

  private CrowdProcess(Leases leases, BufferedWriter log, Connection witness, long end) {
    this.leases = leases;
    this.log = log;
    this.witness = witness;
    this.end = end;
  }

  static Pool[] pools() {
    Resource[] colours = new Resource[8];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = Resource.of("c" + i, Map.of("colour", i % 2 == 0 ? "red" : "blue"));
    }
    return new Pool[] {
      Pool.of("few", Source.named("f1", "f2", "f3")),
      Pool.of("colours", Source.of(colours)),
      Pool.of("cleaned", Source.named("k1", "k2", "k3", "k4", "k5", "k6"))
          .cleanedBy((resource, generation) -> Thread.sleep(1))
    };
  }

  /** Runs in the process: the store, the folder for logs. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[1]);
    Store store =
        arguments[0].startsWith("jdbc:")
            ? new PostgresStore(arguments[0])
            : new SqliteStore(Path.of(arguments[0]));
    // Before it is ready: the driver may have something to say.
    witness(folder).close();
    try (Leases leases = open(store)) {
      System.out.println("ready");
      Path end = folder.resolve("end");
      while (Files.notExists(end)) {
        Thread.sleep(10);
      }
      run(leases, folder, ProcessHandle.current().pid(), Long.parseLong(Files.readString(end)));
    } catch (LeaseException e) {
      System.out.println("trouble " + e);
    }
    System.out.println("ended");
    System.exit(0);
  }

  /** Opens a store with all that the crowd wants, and a journal that forgets nothing. */
  static Leases open(Store store) {
    Leases leases = Leases.open(store, LEASE_TIME, Long.MAX_VALUE / 2);
    for (Pool pool : pools()) {
      leases.define(pool);
    }
    return leases;
  }

  /** Lets a few threads loose, until the time that is told. */
  static void run(Leases leases, Path folder, long number, long end) throws Exception {
    try (BufferedWriter log = Files.newBufferedWriter(folder.resolve(number + ".log"));
        Connection witness = witness(folder)) {
      CrowdProcess crowd = new CrowdProcess(leases, log, witness, end);
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Thread thread = new Thread(crowd::run);
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  static Connection witness(Path folder) throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            "jdbc:sqlite:" + folder.resolve("witness.db") + "?busy_timeout=30000");
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS seen (resource TEXT PRIMARY KEY, generation INTEGER)");
    }
    return connection;
  }

  private void run() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    while (System.nanoTime() < end) {
      try {
        turn(random);
      } catch (LeaseLostException e) {
        say("L", "-", 0, "-");
      } catch (LeaseException | SQLException | InterruptedException e) {
        System.out.println("trouble " + e);
        return;
      }
    }
  }

  private void turn(ThreadLocalRandom random) throws SQLException, InterruptedException {
    Requirement wanted =
        switch (random.nextInt(4)) {
          case 0 -> Requirement.of("few");
          case 1 -> Requirement.of("colours").with("colour", "red");
          case 2 -> Requirement.of("colours").with("colour", "blue");
          default -> Requirement.of("cleaned");
        };
    long asked = System.nanoTime();
    try (Lease lease = leases.acquire(wanted, PATIENCE, "crowd")) {
      String name = lease.grant().resource().name();
      say("G", name, lease.generation(), wanted.toString().replace(' ', '_') + " " + asked);
      write(name, lease.generation());
      if (random.nextInt(4) == 0) {
        Thread.sleep(random.nextInt(3));
        write(name, lease.generation());
      }
      say("R", name, lease.generation(), "-");
    }
  }

  /** Writes with the generation, which a later one makes too late. */
  private synchronized void write(String name, long generation) throws SQLException {
    try (PreparedStatement update =
        witness.prepareStatement(
            "INSERT INTO seen VALUES (?, ?) ON CONFLICT (resource) DO UPDATE"
                + " SET generation = excluded.generation"
                + " WHERE excluded.generation >= seen.generation")) {
      update.setString(1, name);
      update.setLong(2, generation);
      say(update.executeUpdate() == 1 ? "W" : "D", name, generation, "-");
    }
  }

  private void say(String what, String name, long generation, String more) {
    try {
      synchronized (log) {
        log.write(
            what + " " + name + " " + generation + " " + System.nanoTime() + " " + more + "\n");
        log.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

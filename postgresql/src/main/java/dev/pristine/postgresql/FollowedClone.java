package dev.pristine.postgresql;

import dev.pristine.postgresql.Blueprint.Catalog;
import dev.pristine.postgresql.Blueprint.Sequence;
import dev.pristine.postgresql.Blueprint.Table;
import dev.pristine.postgresql.Ledger.Page;
import dev.pristine.spi.Rewindable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** A clone whose changes are read in the server's log. Thread-safe: one at a time. */
final class FollowedClone implements Rewindable {

  /** How often whoever comes back into the clone is sent away before we give up. */
  private static final int ATTEMPTS = 5;

  private final String name;
  private final long database;
  private final Origin origin;
  private final RewindTools tools;
  private final List<String> sharedState;
  private final CloneSession session;
  private final Restoration restoration;
  private final Tidying tidying = new Tidying();

  /** Where relations are now that are no longer in the files that the blueprint names. */
  private final Map<Long, Long> moved = new HashMap<>();

  private Map<Long, Written> written = new HashMap<>();
  private Optional<String> gap = Optional.empty();
  private boolean sharedWritten;
  private Newness newness;
  private long lastRestoration = -1;

  /** Knows what the clone is a copy of, sooner or later. */
  interface Origin {

    /**
     * Returns it, waiting for a while.
     *
     * @throws SQLException if it cannot be known
     */
    Blueprint blueprint() throws SQLException;
  }

  FollowedClone(
      String name,
      long database,
      Origin origin,
      RewindTools tools,
      List<String> sharedState,
      CloneSession session,
      long horizon) {
    this.name = name;
    this.database = database;
    this.origin = origin;
    this.tools = tools;
    this.sharedState = sharedState;
    this.session = session;
    this.restoration = new Restoration(session);
    this.newness = new Newness(horizon, List.of());
  }

  @Override
  public void reset(Connection kept) throws SQLException {
    SessionReset.reset(kept);
  }

  @Override
  public synchronized Outcome rewind(Collection<Connection> staying, boolean verify)
      throws SQLException {
    Map<Integer, Connection> ours = pids(staying);
    Page page = look();
    for (int i = 0; !isQuiet(page, ours); i++) {
      if (i == ATTEMPTS) {
        return replace("others come back into it, however often they are sent away", List.of());
      }
      endOthers(page, ours);
      page = look();
    }
    if (!page.left().slots().isEmpty()) {
      return replace("it has replication slots: " + page.left().slots(), List.of());
    }
    List<String> beyond = new ArrayList<>();
    if (sharedWritten) {
      List<String> now = tools.sharedState(database, beyond);
      sharedWritten = false;
      if (!now.equals(sharedState)) {
        return replace("what belongs to the database itself was changed: " + now, beyond);
      }
    }
    if (gap.isPresent()) {
      return replace(gap.get(), beyond);
    }
    return restore(page, beyond, verify);
  }

  private Outcome restore(Page page, List<String> beyond, boolean verify) throws SQLException {
    Blueprint blueprint = origin.blueprint();
    Touched touched = touched(blueprint);
    Optional<String> obstacle = resolve(blueprint, touched);
    if (obstacle.isPresent()) {
      return replace(obstacle.get(), beyond);
    }
    List<Table> tables = new ArrayList<>();
    for (Table table : touched.tables.values()) {
      if (table.stored()) {
        if (table.watched()) {
          return replace(table.name() + " has triggers or rules that run even then", beyond);
        }
        tables.add(table);
      } else if (session.with(statement -> Comparison.ofTable(statement, table)).isPresent()) {
        return replace(
            "the materialized view %s was refreshed to another content".formatted(table.name()),
            beyond);
      }
    }
    if (tools.costs().isTooMuch(touched.blocks)) {
      return replace("so much was written that a copy is cheaper", beyond);
    }
    blueprint.unloggedTables().stream()
        .filter(table -> !touched.tables.containsKey(table.id()))
        .forEach(tables::add);
    List<Sequence> sequences = new ArrayList<>(touched.sequences.values());
    sequences.addAll(blueprint.unloggedSequences());
    List<Long> own = List.of();
    if (!tables.isEmpty() || !sequences.isEmpty()) {
      long start = System.nanoTime();
      long transaction;
      try {
        transaction = restoration.restore(tables, sequences, newness);
      } catch (SQLException e) {
        if (Restoration.ROWS_MISSING.equals(e.getSQLState())) {
          return replace("rows of a large table were changed, which are not kept", beyond);
        }
        throw e;
      }
      if (touched.blocks >= Costs.MANY_BLOCKS) {
        tools.costs().restored(touched.blocks, System.nanoTime() - start);
      }
      lastRestoration = Newness.inRows(transaction);
      own = List.of(transaction);
    }
    newness = newness.after(page.horizon(), own);
    written = new HashMap<>();
    if (verify) {
      Optional<String> difference = session.with(statement -> Comparison.of(statement, blueprint));
      if (difference.isPresent()) {
        return new Outcome(Verdict.DIFFERS, difference.get(), beyond);
      }
    }
    tidying.after(tables, touched.blocks, session);
    return new Outcome(Verdict.REWOUND, "", beyond);
  }

  @Override
  public synchronized List<Change> changes() throws SQLException {
    look();
    Blueprint blueprint = origin.blueprint();
    Touched touched = touched(blueprint);
    List<Change> changes = new ArrayList<>();
    resolve(blueprint, touched)
        .or(() -> gap)
        .ifPresent(
            how -> changes.add(new Change("schema", Change.Kind.SCHEMA, 0, 0, 0, List.of(how))));
    List<Table> tables = new ArrayList<>(touched.tables.values());
    tables.addAll(blueprint.unloggedTables());
    changes.addAll(
        session.with(
            statement ->
                ChangedRows.of(
                    statement, tables, List.copyOf(touched.sequences.values()), newness)));
    return changes;
  }

  @Override
  public synchronized void rest() {
    session.close();
  }

  @Override
  public synchronized void close() {
    tools.reader().forget(database);
    session.close();
  }

  private static Outcome replace(String reason, List<String> beyond) {
    return new Outcome(Verdict.REPLACE, reason, beyond);
  }

  /** Adds what the log tells to what is known already. */
  private Page look() throws SQLException {
    Page page = tools.reader().look(database);
    page.files().forEach((file, more) -> written.merge(file, more, Written::and));
    gap = gap.or(page::gap);
    sharedWritten |= page.sharedWritten();
    return page;
  }

  private static Map<Integer, Connection> pids(Collection<Connection> staying) throws SQLException {
    Map<Integer, Connection> pids = new HashMap<>();
    for (Connection connection : staying) {
      pids.put(connection.unwrap(PGConnection.class).getBackendPID(), connection);
    }
    return pids;
  }

  private boolean isQuiet(Page page, Map<Integer, Connection> ours) throws SQLException {
    return page.left().prepared().isEmpty() && others(page, ours).isEmpty();
  }

  private Set<Integer> others(Page page, Map<Integer, Connection> ours) throws SQLException {
    int own = session.pid().orElse(-1);
    return page.sessions().stream()
        .filter(each -> each.pid() != own)
        .filter(each -> !ours.containsKey(each.pid()) || each.inTransaction())
        .map(Ledger.Session::pid)
        .collect(Collectors.toSet());
  }

  private void endOthers(Page page, Map<Integer, Connection> ours) throws SQLException {
    Set<Integer> others = others(page, ours);
    for (int pid : others) {
      Connection stayed = ours.remove(pid);
      if (stayed != null) {
        stayed.unwrap(Connection.class).abort(Runnable::run);
      }
    }
    tools.endSessions(database, others);
    if (!page.left().prepared().isEmpty()) {
      session.with(
          statement -> {
            Settling.rollBackPrepared(statement);
            return "";
          });
    }
  }

  /** What was written to, by the blueprint's objects. */
  private static final class Touched {
    private final Map<Long, Table> tables = new HashMap<>();
    private final Map<Long, Sequence> sequences = new HashMap<>();
    private final Map<Long, Catalog> catalogs = new HashMap<>();

    /** Files that belong to nothing that is known. */
    private final Set<Long> unknown = new TreeSet<>();

    private boolean stragglers;
    private long blocks;
  }

  private Touched touched(Blueprint blueprint) {
    Touched touched = new Touched();
    written.forEach(
        (file, what) -> {
          // The restoration before this is read too, now that it stands in the log.
          if (!what.isBy(lastRestoration)
              && touch(blueprint, touched, file, ownerOf(blueprint, file))) {
            touched.stragglers |= newness.isStraggler(what);
            touched.blocks += what.blocks();
          }
        });
    return touched;
  }

  private @Nullable Long ownerOf(Blueprint blueprint, long file) {
    Long owner = moved.get(file);
    return owner == null ? blueprint.files().get(file) : owner;
  }

  /** Notes that a file was written to; false if that changes nothing that anybody reads. */
  private static boolean touch(
      Blueprint blueprint, Touched touched, long file, @Nullable Long owner) {
    Table table = owner == null ? null : blueprint.tables().get(owner);
    Sequence sequence = owner == null ? null : blueprint.sequences().get(owner);
    Catalog catalog = owner == null ? null : blueprint.catalogs().get(owner);
    if (table != null) {
      touched.tables.put(table.id(), table);
    } else if (sequence != null) {
      touched.sequences.put(sequence.id(), sequence);
    } else if (catalog == null) {
      touched.unknown.add(file);
    } else if (SchemaCheck.matters(catalog)) {
      touched.catalogs.put(catalog.id(), catalog);
    } else {
      return false;
    }
    return true;
  }

  /** Finds out what the catalogs' changes amount to; returns what is in the way of rewinding. */
  private Optional<String> resolve(Blueprint blueprint, Touched touched) throws SQLException {
    if (touched.stragglers) {
      return Optional.of("something was written just after its test had ended");
    }
    if (touched.catalogs.isEmpty() && touched.unknown.isEmpty()) {
      return Optional.empty();
    }
    SchemaCheck check =
        session.with(
            statement ->
                SchemaCheck.of(
                    statement, blueprint, touched.catalogs.values(), touched.unknown, newness));
    if (check.difference().isPresent()) {
      return check.difference().map(how -> "the schema was changed: " + how);
    }
    Set<Long> before = Set.copyOf(touched.catalogs.keySet());
    for (Map.Entry<Long, Long> relation : check.moved().entrySet()) {
      Long owner = blueprint.owners().get(relation.getKey());
      long file = relation.getValue();
      // Of a copy whose template is not the one that was read, for all that is known.
      if (owner == null && touched.unknown.contains(file)) {
        return Optional.of("something was written that the template does not have");
      }
      if (owner != null && file != 0 && !owner.equals(ownerOf(blueprint, file))) {
        moved.put(file, owner);
        touch(blueprint, touched, file, owner);
      }
    }
    // What is still unknown is in no relation now: it belongs to tables that came and went.
    return before.containsAll(touched.catalogs.keySet())
        ? Optional.empty()
        : Optional.of("the schema was changed: a catalog was written anew");
  }

  /** Names the clone. */
  @Override
  public String toString() {
    return name;
  }
}

package dev.pristine.cli;

import dev.pristine.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Pristine has on the server.
 *
 * @param running whether there is a server to ask; if not, all else but its name is empty
 * @param ours whether the server is one that Pristine starts and stops
 * @param processes the living processes that use it, except this command
 * @param counts how many databases there are of each kind, with every kind named
 */
record StatusReport(
    boolean running,
    boolean ours,
    String server,
    @Nullable String address,
    @Nullable String connections,
    List<OwnerProcess> processes,
    Map<String, Long> counts,
    List<Database> databases,
    List<String> advice)
    implements Report {

  /** The kinds that are no nouns. */
  private static final Set<String> NOT_COUNTED =
      Set.of(spell(Status.Kind.BUILDING), spell(Status.Kind.KEPT), spell(Status.Kind.FROZEN));

  /** A process that uses the server; the time is in ISO 8601. */
  record OwnerProcess(String id, String description, String since) {}

  /**
   * A database that Pristine made.
   *
   * @param kind template, building, clone, spare, kept, frozen or orphan
   * @param template its template's name
   * @param owner the id of the process that made it; null if none is told
   * @param holder who holds it, as far as can be told; null otherwise
   * @param since when it was made, last used or set aside; null if that is not known
   */
  record Database(
      String name,
      String kind,
      String template,
      @Nullable String owner,
      @Nullable String holder,
      @Nullable String since,
      int sessions) {}

  static StatusReport notRunning(String server) {
    return new StatusReport(
        false, true, server, null, null, List.of(), count(List.of()), List.of(), List.of());
  }

  static StatusReport of(Status status, boolean ours) {
    List<OwnerProcess> processes =
        status.owners().stream()
            .filter(owner -> !owner.self())
            .map(
                owner ->
                    new OwnerProcess(owner.id(), owner.description(), owner.since().toString()))
            .toList();
    return new StatusReport(
        true,
        ours,
        status.server(),
        status.address(),
        status.connections(),
        processes,
        count(status.databases()),
        status.databases().stream()
            .sorted(
                Comparator.comparing(Status.Database::kind).thenComparing(Status.Database::name))
            .map(database -> describe(database, processes))
            .toList(),
        status.advice());
  }

  private static Map<String, Long> count(List<Status.Database> databases) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Status.Kind kind : Status.Kind.values()) {
      counts.put(spell(kind), databases.stream().filter(each -> each.kind() == kind).count());
    }
    return counts;
  }

  private static Database describe(Status.Database database, List<OwnerProcess> processes) {
    return new Database(
        database.name(),
        spell(database.kind()),
        database.template(),
        emptyToNull(database.owner()),
        holder(database, processes),
        database.since().equals(Instant.EPOCH) ? null : database.since().toString(),
        database.sessions());
  }

  /** Names the test, which is known only of leases that last, and the process. */
  private static @Nullable String holder(Status.Database database, List<OwnerProcess> processes) {
    Optional<String> process =
        processes.stream()
            .filter(each -> each.id().equals(database.owner()))
            .map(OwnerProcess::description)
            .findFirst();
    if (database.holder().isEmpty()) {
      return process.orElse(null);
    }
    return process
        .map(description -> "%s (%s)".formatted(database.holder(), description))
        .orElse(database.holder());
  }

  private static String spell(Status.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  @Override
  public void describe(Page page) {
    if (!running) {
      page.line("No server of [%s] is running. It starts with the first test.".formatted(server));
      return;
    }
    page.heading(server);
    page.line("  %s".formatted(address));
    page.line("  connections: %s".formatted(connections));
    page.blank();
    describeProcesses(page);
    page.blank();
    describeDatabases(page);
    if (!advice.isEmpty()) {
      page.blank();
      page.heading("Advice");
      advice.forEach(each -> page.line("  %s".formatted(each)));
    }
  }

  private void describeProcesses(Page page) {
    if (processes.isEmpty()) {
      page.heading("No process uses it");
      if (ours) {
        page.line("  The next run takes it over, or 'pristine stop' stops it.");
      }
      return;
    }
    page.heading("Processes that use it");
    Table table = new Table("ID", "PROCESS", "SINCE");
    processes.forEach(each -> table.row(each.id, each.description, Page.localTime(each.since)));
    page.table(table);
  }

  private void describeDatabases(Page page) {
    if (databases.isEmpty()) {
      page.heading("No databases");
      return;
    }
    page.heading("Databases: " + summary());
    Table table = new Table("KIND", "NAME", "HELD BY", "SINCE", "SESSIONS");
    for (Database each : databases) {
      table.row(
          each.kind,
          each.name,
          each.holder == null ? "-" : each.holder,
          each.since == null ? "-" : Page.localTime(each.since),
          Integer.toString(each.sessions));
    }
    page.table(table);
    if (databases.stream().anyMatch(each -> each.kind.equals(spell(Status.Kind.ORPHAN)))) {
      page.line("  Orphans were left by processes that are gone: 'pristine clean' drops them.");
    }
  }

  private String summary() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> entry.getValue() + " " + plural(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String plural(String kind, long number) {
    return number == 1 || NOT_COUNTED.contains(kind) ? kind : kind + "s";
  }
}

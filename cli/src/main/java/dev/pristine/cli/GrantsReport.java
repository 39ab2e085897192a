package dev.pristine.cli;

import dev.pristine.Pristine;
import dev.pristine.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server lacks for its databases to be rewound. For people it is SQL, which they can pipe
 * into a client.
 *
 * @param server where the server is
 * @param running whether it is running
 * @param rewinds whether databases are rewound there; null if it is not running
 * @param obstacle why not; null if they are, or it is not running
 * @param statements what a superuser would run, in this order; empty if nothing is missing, or
 *     nothing would help
 */
record GrantsReport(
    String server,
    boolean running,
    @Nullable Boolean rewinds,
    @Nullable String obstacle,
    List<String> statements)
    implements Report {

  GrantsReport {
    statements = List.copyOf(statements);
  }

  static GrantsReport notRunning(String server) {
    return new GrantsReport(server, false, null, null, List.of());
  }

  static GrantsReport of(Pristine pristine) {
    Status status = pristine.status();
    Status.Rewind rewind = status.rewind();
    return new GrantsReport(
        status.address(),
        true,
        rewind.possible(),
        rewind.possible() ? null : rewind.obstacle(),
        rewind.remedy());
  }

  @Override
  public void describe(Page page) {
    if (!running) {
      page.line(
          "-- Nothing is missing on %s: it is not running, and Pristine may do all on what it starts."
              .formatted(server));
    } else if (obstacle == null) {
      page.line("-- Nothing is missing on %s: databases are rewound there.".formatted(server));
    } else if (statements.isEmpty()) {
      page.line("-- Databases cannot be rewound on %s:".formatted(server));
      page.line("-- %s.".formatted(obstacle));
      page.line("-- No grant changes that. Each test gets a new copy instead.");
    } else {
      page.line("-- To have databases rewound on %s,".formatted(server));
      page.line("-- run this there as a superuser, in the database postgres:");
      statements.forEach(each -> page.line(each + ";"));
    }
  }
}

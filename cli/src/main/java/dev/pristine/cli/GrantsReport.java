package dev.pristine.cli;

import dev.pristine.Pristine;
import java.util.List;

/**
 * What a server lacks for its databases to be rewound. For people it is SQL, which they can pipe
 * into a client.
 *
 * @param server where the server is
 * @param running whether it is running
 * @param statements what a superuser would run, in this order; empty if nothing is missing
 */
record GrantsReport(String server, boolean running, List<String> statements) implements Report {

  GrantsReport {
    statements = List.copyOf(statements);
  }

  /** On a server that Pristine starts it may do everything. */
  static GrantsReport notRunning(String server) {
    return new GrantsReport(server, false, List.of());
  }

  static GrantsReport of(Pristine pristine) {
    return new GrantsReport(pristine.status().address(), true, pristine.grants());
  }

  @Override
  public void describe(Page page) {
    if (statements.isEmpty()) {
      page.line("-- Nothing is missing on %s.".formatted(server));
      return;
    }
    page.line("-- To have databases rewound on %s,".formatted(server));
    page.line("-- run this there as a superuser, in the database postgres:");
    statements.forEach(each -> page.line(each + ";"));
  }
}

package dev.pristine.cli;

import java.util.List;

/**
 * What was removed.
 *
 * @param server the setting that named the server
 * @param running whether the server was running
 * @param dropped the databases that were dropped
 * @param stopped whether the embedded server was stopped
 * @param cacheRemoved whether its cache was removed
 * @param usedBy the processes because of which it was not; empty unless that was asked for
 */
record CleanReport(
    String server,
    boolean running,
    List<String> dropped,
    boolean stopped,
    boolean cacheRemoved,
    List<String> usedBy)
    implements Report {

  @Override
  public void describe(Page page) {
    if (!running) {
      page.line(
          "No server of [%s] is running%s."
              .formatted(server, cacheRemoved ? "" : ", so there is nothing to drop"));
    } else if (dropped.isEmpty()) {
      page.line("There was nothing to drop.");
    } else {
      page.line("Dropped %d database%s:".formatted(dropped.size(), dropped.size() == 1 ? "" : "s"));
      dropped.forEach(name -> page.line("  %s".formatted(name)));
    }
    if (stopped) {
      page.line("Stopped the server, which no process used.");
    }
    if (cacheRemoved) {
      page.line("Removed its cache.");
    }
    if (!usedBy.isEmpty()) {
      page.line("What these processes use was left:");
      usedBy.forEach(process -> page.line("  %s".formatted(process)));
    }
  }
}

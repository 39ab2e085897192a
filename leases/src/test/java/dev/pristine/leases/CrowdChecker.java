package dev.pristine.leases;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the journal and what the holders wrote, and tells what should not have been. */
final class CrowdChecker {

  private record Hold(
      String name, long generation, long asked, long got, String want, String log) {}

  private final List<String> findings = new ArrayList<>();
  private final List<Hold> holds = new ArrayList<>();
  private final Map<String, Long> ends = new HashMap<>();
  private int refused;
  private int mostOvertaken;

  private CrowdChecker() {}

  static CrowdChecker check(Path logs, List<Event> journal, Set<Long> paused, int concurrency)
      throws IOException {
    CrowdChecker checker = new CrowdChecker();
    Map<String, Set<Long>> revoked = checker.readJournal(journal);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(logs, "*.log")) {
      for (Path file : files) {
        checker.readLog(file);
      }
    }
    checker.checkHolds(revoked);
    checker.checkOrder(paused, concurrency);
    return checker;
  }

  List<String> findings() {
    return findings;
  }

  int leases() {
    return holds.size();
  }

  @Override
  public String toString() {
    return leases()
        + " leases, "
        + refused
        + " late writes refused, nobody overtaken by more than "
        + mostOvertaken;
  }

  /** One holder at a time, and numbers that only grow; returns what was taken back. */
  private Map<String, Set<Long>> readJournal(List<Event> journal) {
    Map<String, Set<Long>> revoked = new HashMap<>();
    Map<String, Long> holder = new HashMap<>();
    Map<String, Long> newest = new HashMap<>();
    for (Event event : journal) {
      String name = event.resource();
      boolean begins = event.event().equals("granted") || event.event().equals("cleaning");
      if (begins) {
        if (holder.containsKey(name)) {
          findings.add("journal: " + event + " while held as " + holder.get(name));
        }
        if (event.generation() <= newest.getOrDefault(name, 0L)) {
          findings.add("journal: " + event + " after generation " + newest.get(name));
        }
        holder.put(name, event.generation());
        newest.put(name, event.generation());
      } else {
        Long held = holder.remove(name);
        if (held == null || held != event.generation()) {
          findings.add("journal: " + event + " but held as " + held);
        }
        if (event.event().startsWith("revoked")) {
          revoked.computeIfAbsent(name, each -> new HashSet<>()).add(event.generation());
        }
      }
    }
    return revoked;
  }

  private void readLog(Path file) throws IOException {
    for (String line : Files.readAllLines(file)) {
      String[] words = line.split(" ");
      // A killed process may have written half a line.
      if (words.length >= 5) {
        long generation = Long.parseLong(words[2]);
        long at = Long.parseLong(words[3]);
        switch (words[0]) {
          case "G" -> {
            if (words.length == 6) {
              holds.add(
                  new Hold(
                      words[1],
                      generation,
                      Long.parseLong(words[5]),
                      at,
                      words[4],
                      file.getFileName().toString()));
            }
          }
          case "R" -> ends.put(words[1] + " " + generation, at);
          case "D" -> refused++;
          default -> {}
        }
      }
    }
  }

  /** A hold ends when its holder begins to give it back, or when it is taken back. */
  private void checkHolds(Map<String, Set<Long>> revoked) {
    holds.sort(Comparator.comparing(Hold::name).thenComparingLong(Hold::generation));
    for (int i = 1; i < holds.size(); i++) {
      Hold first = holds.get(i - 1);
      Hold second = holds.get(i);
      if (first.name().equals(second.name())
          && !revoked.getOrDefault(first.name(), Set.of()).contains(first.generation())) {
        Long end = ends.get(first.name() + " " + first.generation());
        if (end == null || end > second.got() || first.generation() == second.generation()) {
          findings.add("overlap: " + first + " until " + end + " and " + second);
        }
      }
    }
  }

  private void checkOrder(Set<Long> paused, int concurrency) {
    Map<String, List<Hold>> byWant = new HashMap<>();
    for (Hold hold : holds) {
      byWant.computeIfAbsent(hold.want(), each -> new ArrayList<>()).add(hold);
    }
    for (List<Hold> same : byWant.values()) {
      same.sort(Comparator.comparingLong(Hold::asked));
      for (int i = 0; i < same.size(); i++) {
        Hold hold = same.get(i);
        if (paused.contains(Long.parseLong(hold.log().replace(".log", "")))) {
          continue;
        }
        int overtaken = 0;
        for (int j = i + 1; j < same.size() && same.get(j).asked() < hold.got(); j++) {
          overtaken += same.get(j).got() < hold.got() ? 1 : 0;
        }
        mostOvertaken = Math.max(mostOvertaken, overtaken);
        if (overtaken > concurrency) {
          findings.add("order: " + hold + " was overtaken by " + overtaken);
        }
      }
    }
  }
}

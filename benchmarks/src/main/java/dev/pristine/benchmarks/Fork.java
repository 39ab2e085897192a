package dev.pristine.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that measures a cell, or its share of one, as it is told to by its input. */
final class Fork {

  static final String ANSWER = "bench:answer";

  private static final Logger log = LoggerFactory.getLogger(Fork.class);

  private Fork() {}

  /**
   * What it has to do.
   *
   * @param cell the whole cell
   * @param server the server that all measure on
   * @param number this process's number among those of the cell
   */
  record Order(Cell cell, ServerAccess server, int number) {}

  /**
   * One turn.
   *
   * @param isolated whether with the tool
   * @param tests how many tests
   */
  record Turn(boolean isolated, int tests) {}

  /**
   * What it answers when it is ready.
   *
   * @param configuration how the tool was set up
   * @param unavailable why it cannot measure
   */
  record Ready(String configuration, @Nullable String unavailable) {}

  /** Reads an order and then turns, and answers each with a line. */
  public static void main(String[] arguments) {
    // Some tools leave threads behind that keep a process alive.
    System.exit(succeeds() ? 0 : 1);
  }

  private static boolean succeeds() {
    try {
      work();
      return true;
    } catch (Exception e) {
      log.error("Cannot measure", e);
      return false;
    }
  }

  private static void work() throws Exception {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Order order = Json.read(Objects.requireNonNull(input.readLine()), Order.class);
    try (Crew crew = LocalCrew.open(order.cell(), order.server(), order.number())) {
      answer(new Ready(crew.configuration(), null));
      obey(input, crew);
    } catch (NotAvailableException e) {
      answer(new Ready("", e.getMessage()));
    }
  }

  private static void obey(BufferedReader input, Crew crew) throws Exception {
    for (@Nullable String line = input.readLine(); line != null; line = input.readLine()) {
      Turn turn = Json.read(line, Turn.class);
      answer(crew.run(turn.isolated(), turn.tests()));
    }
  }

  private static void answer(Object value) {
    System.out.println(ANSWER + " " + Json.line(value));
  }
}

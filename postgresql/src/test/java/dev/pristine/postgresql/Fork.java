package dev.pristine.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pristine.spi.ServerRequest;
import dev.pristine.spi.ServerRequest.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/** A guest in a process of its own, which does what it is told by a line. */
final class Fork {

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;

  Fork(Process process) {
    this.process = process;
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.orders = new PrintStream(process.getOutputStream(), true, UTF_8);
  }

  Process process() {
    return process;
  }

  /** Sends a line without waiting for the answer. */
  void tell(String order) {
    orders.println(order);
  }

  /** Returns the next answer. */
  String hear() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("The fork ended without an answer");
    }
    return answer;
  }

  String ask(String order) throws IOException {
    tell(order);
    return hear();
  }

  /** Takes the orders {@code arrive}, {@code leave} and SQL; answers each by a line. */
  public static void main(String[] arguments) throws Exception {
    ServerRequest request =
        new ServerRequest(
            "embedded:postgresql", null, null, "fork", false, Path.of(arguments[0]), Storage.AUTO);
    Memory memory = new Memory(Path.of(arguments[1]), Memory.ofThisMachine().system());
    EmbeddedPostgres server =
        new EmbeddedPostgres(request, Machine.current().withMemory(memory), Map.of());
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    Guest guest = null;
    System.out.println("ready " + ProcessHandle.current().pid());
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      if (order.equals("arrive")) {
        guest = Guest.arrive(server);
        System.out.println(guest.serverPid());
      } else if (guest != null && order.equals("leave")) {
        guest.leave();
        System.out.println("left");
      } else if (guest != null) {
        System.out.println(guest.ask(order));
      }
    }
  }
}

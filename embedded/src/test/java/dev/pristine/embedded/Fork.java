package dev.pristine.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pristine.spi.ServerRequest;
import dev.pristine.spi.ServerRequest.Storage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.Map;

/** A guest in a process of its own, which does what it is told by a line. */
public final class Fork {

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream orders;

  Fork(Process process) {
    this.process = process;
    this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    this.orders = new PrintStream(process.getOutputStream(), true, UTF_8);
  }

  public Process process() {
    return process;
  }

  /** Sends a line without waiting for the answer. */
  public void tell(String order) {
    orders.println(order);
  }

  /** Returns the next answer. */
  public String hear() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("The fork ended without an answer");
    }
    return answer;
  }

  public String ask(String order) throws IOException {
    tell(order);
    return hear();
  }

  /** Takes the orders {@code arrive}, {@code leave} and SQL; answers each by a line. */
  public static void main(String[] arguments) throws Exception {
    Constructor<?> constructor = Class.forName(arguments[2]).getDeclaredConstructor();
    constructor.setAccessible(true);
    ServerUnderTest subject = (ServerUnderTest) constructor.newInstance();
    Software software = subject.software(Map.of());
    ServerRequest request =
        new ServerRequest(
            subject.text(), null, null, "fork", false, false, Path.of(arguments[0]), Storage.AUTO);
    Memory memory = new Memory(Path.of(arguments[1]), Memory.ofThisMachine().system());
    Machine machine = Machine.current(software.release().product()).withMemory(memory);
    EmbeddedServer server = new EmbeddedServer(software, request, machine);
    BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    Guest guest = null;
    System.out.println("ready " + ProcessHandle.current().pid());
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      if (order.equals("arrive")) {
        guest = Guest.arrive(subject, server);
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

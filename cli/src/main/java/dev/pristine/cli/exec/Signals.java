package dev.pristine.cli.exec;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The signals that would end this process: they are passed on to another instead, which decides
 * what to do about them. Thread-safe.
 */
final class Signals implements AutoCloseable {

  private static final String INTERRUPT = "INT";
  private static final String TERMINATE = "TERM";
  private static final List<String> CAUGHT = List.of(INTERRUPT, TERMINATE, "HUP");

  private final Map<String, Object> before = new LinkedHashMap<>();
  private final List<String> early = new ArrayList<>();
  private @Nullable Process process;

  private Signals() {}

  /** Catches them from now on. Those that the system was told to ignore stay ignored. */
  static Signals caught() {
    Signals signals = new Signals();
    for (String name : CAUGHT) {
      try {
        Object old = handle(name, signals.handler(name));
        signals.before.put(name, old);
      } catch (ReflectiveOperationException uncaught) {
        // Not a signal of this system, or Java was told to leave it alone (-Xrs): it ends us, and
        // the guard ends the command.
      }
    }
    return signals;
  }

  synchronized void forwardTo(Process to) {
    process = to;
    early.forEach(name -> send(name, to));
  }

  private synchronized void received(String name) {
    if (process == null) {
      early.add(name);
    } else {
      send(name, process);
    }
  }

  private static void send(String name, Process to) {
    if (!to.isAlive()) {
      return;
    }
    if (name.equals(TERMINATE)) {
      to.destroy();
    } else if (!name.equals(INTERRUPT) || !isSentByTerminal()) {
      try {
        new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, Long.toString(to.pid()))
            .inheritIO()
            .start();
      } catch (IOException e) {
        to.destroy();
      }
    }
  }

  /** A terminal tells everybody in its foreground: the command knows already. */
  private static boolean isSentByTerminal() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      // After the name in parentheses: state, parent, group, session, terminal, its foreground.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return fields[2].equals(fields[5]);
    } catch (IOException e) {
      // Not on Linux: better twice than not at all.
      return false;
    }
  }

  private Object handler(String name) throws ReflectiveOperationException {
    Class<?> type = Class.forName("sun.misc.SignalHandler");
    InvocationHandler behaviour =
        (proxy, method, arguments) -> {
          if (method.getName().equals("handle")) {
            received(name);
            return null;
          }
          return method.invoke(name, arguments);
        };
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, behaviour);
  }

  /** By reflection, because the compiler warns of the class, which every JDK has. */
  private static Object handle(String name, Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Method handle = signal.getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"));
    return handle.invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
  }

  /** Has them end this process again. */
  @Override
  public void close() {
    before.forEach(
        (name, old) -> {
          try {
            handle(name, old);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot give back the signal " + name, e);
          }
        });
  }
}

package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Leases, and the SQLite that they bring, are needed by those tests alone that lease something. */
class WithoutLeasesTests {

  @PristineDatabase
  static class Databases {
    @Test
    void needNoLeases() {}
  }

  @Exclusive("payments")
  static class Locks {
    @Test
    void isNotReached() {}
  }

  /** What is called where there are no leases. */
  static final class There {
    private There() {}

    public static List<String> failures(String sample) throws ClassNotFoundException {
      return Run.of(Class.forName(sample)).execute().failures().stream()
          .map(String::valueOf)
          .toList();
    }
  }

  @Test
  void databasesDoNotNeedThem() throws Exception {
    assertThat(failures(Databases.class)).isEqualTo(List.of());
  }

  @Test
  void whoUsesThemIsToldWhatToAdd() throws Exception {
    assertThat(failures(Locks.class))
        .asString()
        .contains(
            "@Leased, @Exclusive and @Shared need the artifact dev.pristine:pristine-leases, which"
                + " is not on the class path. Add it to the dependencies, in the scope of tests.");
  }

  private static Object failures(Class<?> sample) throws Exception {
    List<URL> places = new ArrayList<>();
    for (String place : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!place.contains("leases" + File.separator + "target") && !place.contains("sqlite")) {
        places.add(Path.of(place).toUri().toURL());
      }
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(places.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(loader);
      var method = loader.loadClass(There.class.getName()).getMethod("failures", String.class);
      method.setAccessible(true);
      return method.invoke(null, sample.getName());
    } catch (InvocationTargetException e) {
      throw new AssertionError(e.getCause());
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

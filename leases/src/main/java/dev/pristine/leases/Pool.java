package dev.pristine.leases;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is to be known of a pool: where its resources come from, and who cleans them. Immutable. */
public final class Pool {

  private final String name;
  private final Source source;
  private final @Nullable Factory factory;
  private final Duration pace;
  private final @Nullable Cleaner cleaner;
  private final int attempts;
  private final Set<String> secrets;

  private Pool(
      String name,
      Source source,
      @Nullable Factory factory,
      Duration pace,
      @Nullable Cleaner cleaner,
      int attempts,
      Set<String> secrets) {
    this.name = Texts.name("name of a pool", name);
    if (name.equals("lock")) {
      throw new LeaseException("No pool can be named [lock]: locks are listed under this name.");
    }
    this.source = source;
    this.factory = factory;
    this.pace = pace;
    this.cleaner = cleaner;
    this.attempts = attempts;
    this.secrets = Set.copyOf(secrets);
  }

  private static final int ATTEMPTS = 5;

  /** Defines a pool whose resources come from a source. */
  public static Pool of(String name, Source source) {
    return new Pool(name, source, null, Duration.ZERO, null, ATTEMPTS, Set.of());
  }

  /**
   * Defines a pool whose resources are made for each lease and disposed of after it.
   *
   * @param cap how many there may be at once, those that are still to be disposed of included
   * @param pace how long, at least, it is from one making to the next, in all processes
   */
  public static Pool made(String name, Factory factory, int cap, Duration pace) {
    if (cap < 1) {
      throw new LeaseException("The pool [" + name + "] has a cap of " + cap + "; at least 1.");
    }
    String[] slots = new String[cap];
    for (int i = 0; i < cap; i++) {
      slots[i] = "made-" + (i + 1);
    }
    return new Pool(
        name, Source.named(slots), factory, pace, new Disposal(factory), ATTEMPTS, Set.of());
  }

  /** Has each used resource cleaned before its next holder gets it. */
  public Pool cleanedBy(Cleaner by) {
    if (factory != null) {
      throw new LeaseException(
          "The pool [" + name + "] is made by a factory, which disposes instead of cleaning.");
    }
    return new Pool(name, source, null, pace, by, attempts, secrets);
  }

  /** Sets after how many failures in a row a resource is put into quarantine; 5 unless set. */
  public Pool withAttempts(int number) {
    return new Pool(name, source, factory, pace, cleaner, Math.max(1, number), secrets);
  }

  /** Marks attributes as secret: they are masked wherever a resource is printed or listed. */
  public Pool withSecrets(String... attributes) {
    Set<String> all = new TreeSet<>(secrets);
    all.addAll(Set.of(attributes));
    return new Pool(name, source, factory, pace, cleaner, attempts, all);
  }

  /** Returns its name. */
  public String name() {
    return name;
  }

  Source source() {
    return source;
  }

  @Nullable Factory factory() {
    return factory;
  }

  Duration pace() {
    return pace;
  }

  @Nullable Cleaner cleaner() {
    return cleaner;
  }

  int attempts() {
    return attempts;
  }

  Set<String> secrets() {
    return secrets;
  }

  /** Disposes of what was made; of nothing, if the making has failed. */
  private record Disposal(Factory factory) implements Cleaner {
    @Override
    public void clean(Resource resource, long generation) throws Exception {
      if (!resource.printable().isEmpty()) {
        factory.dispose(resource);
      }
    }
  }
}

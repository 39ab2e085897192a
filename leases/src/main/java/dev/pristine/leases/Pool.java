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
  private final int ahead;
  private final @Nullable Cleaner cleaner;
  private final int attempts;
  private final Set<String> secrets;

  private Pool(
      String name,
      Source source,
      @Nullable Factory factory,
      Duration pace,
      int ahead,
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
    this.ahead = ahead;
    this.cleaner = cleaner;
    this.attempts = attempts;
    this.secrets = Set.copyOf(secrets);
  }

  private static final int ATTEMPTS = 5;

  /** Defines a pool whose resources come from a source. */
  public static Pool of(String name, Source source) {
    return new Pool(name, source, null, Duration.ZERO, 0, null, ATTEMPTS, Set.of());
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
        name, Source.named(slots), factory, pace, 0, new Disposal(factory), ATTEMPTS, Set.of());
  }

  /**
   * Has some resources made before anybody wants them, in the background, as long as a process that
   * says so lives. Those that nobody wanted are disposed of when the process that made them closes
   * its leases, or by another when it dies.
   *
   * @param number how many lie ready, for all processes together; they count towards the cap
   */
  public Pool withAhead(int number) {
    int cap = source instanceof FixedSource slots ? slots.resources().size() : 0;
    if (factory == null || number < 0 || number > cap) {
      throw new LeaseException(
          factory == null
              ? "The pool [" + name + "] has no factory that could make something ahead."
              : "The pool [%s] cannot have [%d] ready: its cap is %d."
                  .formatted(name, number, cap));
    }
    return new Pool(name, source, factory, pace, number, cleaner, attempts, secrets);
  }

  /** Has each used resource cleaned before its next holder gets it. */
  public Pool cleanedBy(Cleaner by) {
    if (factory != null) {
      throw new LeaseException(
          "The pool [" + name + "] is made by a factory, which disposes instead of cleaning.");
    }
    return new Pool(name, source, null, pace, ahead, by, attempts, secrets);
  }

  /** Sets after how many failures in a row a resource is put into quarantine; 5 unless set. */
  public Pool withAttempts(int number) {
    return new Pool(name, source, factory, pace, ahead, cleaner, Math.max(1, number), secrets);
  }

  /** Marks attributes as secret: they are masked wherever a resource is printed or listed. */
  public Pool withSecrets(String... attributes) {
    Set<String> all = new TreeSet<>(secrets);
    all.addAll(Set.of(attributes));
    return new Pool(name, source, factory, pace, ahead, cleaner, attempts, all);
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

  int ahead() {
    return ahead;
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

  /** Disposes of what was made; of nothing, if the making has failed, or is still to come. */
  private record Disposal(Factory factory) implements Cleaner {
    @Override
    public void clean(Resource resource, long generation) throws Exception {
      if (resource.isMade()) {
        factory.dispose(resource);
      }
    }
  }
}

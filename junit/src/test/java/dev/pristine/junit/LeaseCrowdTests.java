package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.enginetests.ForkedJvm;
import dev.pristine.leases.Resource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Many threads, in one process and in several, ask for the same few things in every way. */
class LeaseCrowdTests {

  private static final int TESTS = 3 * 12 + 9 + 4;

  @TempDir Path store;
  @TempDir Path witness;

  @LeasePools(ShopPools.class)
  abstract static class Crowd {
    @RepeatedTest(3)
    @Exclusive("payments")
    void exclusive(@Leased("mailboxes") Resource mailbox) throws IOException {
      Witness.here().alone(mailbox.name());
      Witness.here().alone("payments");
    }

    @RepeatedTest(3)
    @Shared("payments")
    void shared(@Leased("mailboxes") Resource mailbox, @Leased("shoppers") Resource shopper)
        throws IOException {
      Witness.here().alone(mailbox.name());
      Witness.here().alone(shopper.name());
      Witness.here().sharing("payments");
    }

    @RepeatedTest(3)
    @ResourceLock("JUnit's own")
    @Exclusive("mail")
    void both(@Leased("shoppers") Resource first, @Leased("shoppers") Resource second)
        throws IOException {
      Witness.here().alone(first.name());
      Witness.here().alone(second.name());
      Witness.here().alone("mail");
    }

    @RepeatedTest(3)
    @ResourceLock("JUnit's own")
    @Shared("mail")
    void another(@Leased("shoppers") Resource shopper) throws IOException {
      Witness.here().alone(shopper.name());
      Witness.here().sharing("mail");
    }
  }

  static class First extends Crowd {}

  static class Second extends Crowd {}

  @Exclusive("payments")
  static class Third extends Crowd {}

  @Exclusive("mail")
  @Shared("payments")
  static class Fourth extends Crowd {
    @Override
    void exclusive(Resource mailbox) {}
  }

  @LeasePools(ShopPools.class)
  @Exclusive("payments")
  static class Holder {
    @BeforeAll
    static void before(@Leased("mailboxes") Resource mailbox) throws IOException {
      Witness.here().alone(mailbox.name());
    }

    @RepeatedTest(3)
    void test(@Leased("mailboxes") Resource mailbox) throws IOException {
      Witness.here().alone(mailbox.name());
      Witness.here().alone("payments");
    }

    @Test
    @ResourceLock("JUnit's own")
    @Shared("mail")
    void more() throws IOException {
      Witness.here().sharing("mail");
    }
  }

  private static Run run() {
    return Run.of(First.class, Second.class, Third.class, Fourth.class, Holder.class)
        .inThreads(6, "concurrent", "concurrent")
        .configured("dev.pristine.leases.patience", "2m")
        .execute();
  }

  private Map<String, String> settings() {
    return Map.of(
        "dev.pristine.leases.store",
        store.resolve("leases.db").toString(),
        "witness.folder",
        witness.toString());
  }

  /** What a fork runs. */
  static final class Fork {
    private Fork() {}

    public static void main(String[] arguments) {
      System.out.println("succeeded " + run().withoutFailures().succeededTests());
    }
  }

  @Test
  void inForksAndThreadsTheyDoNotMeetAndDoNotWaitForOneAnother() throws Exception {
    List<ForkedJvm> forks = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        forks.add(start(Fork.class));
      }
      for (ForkedJvm fork : forks) {
        assertThat(fork.await("succeeded")).isEqualTo("succeeded " + TESTS);
      }
    } finally {
      forks.forEach(ForkedJvm::close);
    }
    assertThat(witness).isEmptyDirectory();
  }

  @LeasePools(ShopPools.class)
  static class OneByOne {
    static final Set<Thread> THREADS = ConcurrentHashMap.newKeySet();

    @BeforeAll
    static void before(@Leased("mailboxes") Resource mailbox) {
      THREADS.add(Thread.currentThread());
    }

    @RepeatedTest(20)
    void test(@Leased("mailboxes") Resource mailbox) throws IOException {
      THREADS.add(Thread.currentThread());
      Witness.here().alone(mailbox.name());
    }
  }

  @Test
  void theTestsOfAClassThatHoldsSomethingForAllRunInItsThread() {
    Run.Plan plan = Run.of(OneByOne.class).inThreads(4, "concurrent", "concurrent");
    settings().forEach(plan::with);

    assertThat(plan.execute().withoutFailures().succeededTests()).isEqualTo(20);
    assertThat(OneByOne.THREADS).hasSize(1);
  }

  @LeasePools(ShopPools.class)
  static class NeverEnds {
    @BeforeEach
    void before(@Leased("mailboxes") Resource mailbox) {}

    @Test
    void waits() throws IOException {
      System.out.println("holds it");
      assertThat(System.in.read()).isNegative();
    }
  }

  /** What the fork runs that is killed. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] arguments) {
      Run.of(NeverEnds.class).execute();
    }
  }

  @LeasePools(ShopPools.class)
  static class Next {
    @Test
    void getsIt(@Leased("mailboxes") Resource mailbox) {
      assertThat(mailbox.name()).isEqualTo("inbox");
    }
  }

  @Test
  void whatAKilledForkHeldGoesToTheNextTest() throws Exception {
    try (ForkedJvm victim = start(Victim.class)) {
      victim.await("holds");
      Run.Plan now = Run.of(Next.class).configured("dev.pristine.leases.patience", "0s");
      Run.Plan later = Run.of(Next.class).configured("dev.pristine.leases.patience", "20s");
      settings().forEach(now::with);
      settings().forEach(later::with);

      assertThat(now.execute().failure())
          .hasMessageContaining("busy by [LeaseCrowdTests.NeverEnds.waits]");
      victim.kill();
      assertThat(later.execute().withoutFailures().succeededTests()).isEqualTo(1);
    }
  }

  /** A process that is killed leaves its driver's library where it was unpacked. */
  private ForkedJvm start(Class<?> main) throws IOException {
    Map<String, String> settings = new HashMap<>(settings());
    settings.put("org.sqlite.tmpdir", store.toString());
    return ForkedJvm.start(main, settings, List.of());
  }
}

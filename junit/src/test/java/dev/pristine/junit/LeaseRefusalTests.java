package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pristine.leases.Pool;
import dev.pristine.leases.Resource;
import dev.pristine.leases.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be leased is refused with a whole message. */
class LeaseRefusalTests {

  @TempDir Path folder;

  private Run.Plan plan(Class<?> sample) {
    return Run.of(sample).with("dev.pristine.leases.store", folder.resolve("leases.db").toString());
  }

  private Throwable refused(Class<?> sample) {
    return plan(sample).execute().failure();
  }

  @LeasePools(ShopPools.class)
  static class MissesAttribute {
    record WithStreet(String name, String street) {}

    @Test
    void test(@Leased(value = "shoppers", named = "bob") WithStreet customer) {}
  }

  @Test
  void anAttributeThatTheResourceDoesNotHave() {
    assertThat(refused(MissesAttribute.class))
        .hasMessage(
            "[LeaseRefusalTests.MissesAttribute.WithStreet] wants an attribute [street], but the"
                + " resource [bob] has none of this name: it has [age, company, password, pin].");
  }

  @LeasePools(ShopPools.class)
  static class NotANumber {
    record WithAge(int age) {}

    @Test
    void test(@Leased(value = "shoppers", named = "carol") WithAge customer) {}
  }

  @Test
  void aValueThatCannotBeConverted() {
    assertThat(refused(NotANumber.class))
        .hasMessage(
            "The attribute [age] of the resource [carol] is [old], of which no int can be made for"
                + " [LeaseRefusalTests.NotANumber.WithAge].");
  }

  @LeasePools(ShopPools.class)
  static class SecretNotANumber {
    record WithPin(int pin) {}

    @Test
    void test(@Leased(value = "shoppers", named = "bob") WithPin customer) {}
  }

  @Test
  void aSecretValueThatCannotBeConvertedIsNotTold() {
    Throwable refused = refused(SecretNotANumber.class);

    assertThat(refused)
        .hasMessage(
            "The attribute [pin] of the resource [bob] is [***], of which no int can be made for"
                + " [LeaseRefusalTests.SecretNotANumber.WithPin].");
    StringWriter everything = new StringWriter();
    refused.printStackTrace(new PrintWriter(everything));
    assertThat(everything.toString()).doesNotContain("x47");
  }

  @LeasePools(ShopPools.class)
  static class ChecksItself {
    record NotBob(String name) {
      NotBob {
        if (name.equals("bob")) {
          throw new IllegalArgumentException("not bob");
        }
      }
    }

    @Test
    void test(@Leased(value = "shoppers", named = "bob") NotBob customer) {}
  }

  @Test
  void aRecordThatRefusesTheResource() {
    assertThat(refused(ChecksItself.class))
        .hasMessage(
            "[LeaseRefusalTests.ChecksItself.NotBob] could not be made of the resource [bob]: its"
                + " constructor failed by java.lang.IllegalArgumentException")
        .hasRootCauseMessage("not bob");
  }

  static class NotAType {
    @Test
    void test(@Leased("shoppers") String shopper) {}
  }

  @Test
  void aTypeThatIsNoRecord() {
    assertThat(refused(NotAType.class))
        .hasMessage(
            "[LeaseRefusalTests.NotAType.test] has a @Leased parameter of the type"
                + " [java.lang.String]. Take a record whose components are the resource's"
                + " attributes, or Resource or Lease of dev.pristine.leases.");
  }

  @LeasePools(ShopPools.class)
  static class NotATypeForAll {
    @BeforeAll
    static void before(@Leased("shoppers") String shopper) {}

    @Test
    void isNotReached() {}
  }

  static class Another {
    @Test
    void succeeds() {}
  }

  @Test
  void aClassThatIsRefusedLeavesOthersAlone() {
    Run run = Run.of(NotATypeForAll.class, Another.class).execute();

    assertThat(run.failure())
        .hasMessageStartingWith(
            "[LeaseRefusalTests.NotATypeForAll.before] has a @Leased parameter of the type");
    assertThat(run.succeededTests()).isEqualTo(1);
  }

  static class NoSign {
    @Test
    void test(@Leased(value = "shoppers", with = "ACME") Resource shopper) {}
  }

  @Test
  void anAttributeWithoutAValue() {
    assertThat(refused(NoSign.class))
        .hasMessage(
            "[LeaseRefusalTests.NoSign.test] has a @Leased with [ACME]. Say name and value of an"
                + " attribute, as in with = \"company=ACME\".");
  }

  static class TwoValues {
    @Test
    void test(
        @Leased(
                value = "shoppers",
                with = {"company=ACME", "age=47", "company=Umbrella"})
            Resource shopper) {}
  }

  @Test
  void anAttributeThatIsWantedTwice() {
    assertThat(refused(TwoValues.class))
        .hasMessage(
            "[LeaseRefusalTests.TwoValues.test] has a @Leased with [company=ACME] and with"
                + " [company=Umbrella]. A resource has one value of an attribute: keep one.");
  }

  static class NoDuration {
    @Test
    void test(@Leased(value = "shoppers", patience = "soon") Resource shopper) {}
  }

  @Test
  void aPatienceThatIsNoDuration() {
    assertThat(refused(NoDuration.class))
        .hasMessage(
            "[soon] is no duration (from @Leased(patience)). Say one such as 90s, 2m, 1h or PT2M.");
  }

  static class NoPool {
    @Test
    void test(@Leased("shoppers") Resource shopper) {}
  }

  @Test
  void aPoolThatNobodyDefined() {
    assertThat(refused(NoPool.class))
        .hasMessage(
            "The pool [shoppers] has no such resource, free or not, but 0 in all that are not in"
                + " quarantine: . Is the pool defined, and the name right?");
  }

  static final class OtherShopPools implements PoolProvider {
    @Override
    public List<Pool> pools() {
      return List.of(Pool.of("shoppers", Source.named("dave")));
    }
  }

  @LeasePools({ShopPools.class, OtherShopPools.class})
  static class TwoProviders {
    @Test
    void test(@Leased("shoppers") Resource shopper) {}
  }

  @Test
  void aPoolThatIsDefinedTwice() {
    assertThat(refused(TwoProviders.class))
        .hasMessage(
            "The pool [shoppers] is defined by [dev.pristine.junit.ShopPools] and by"
                + " [dev.pristine.junit.LeaseRefusalTests$OtherShopPools]. Keep one.");
  }

  static final class BrokenPools implements PoolProvider {
    static final AtomicInteger ASKED = new AtomicInteger();

    @Override
    public List<Pool> pools() throws IOException {
      throw new IOException("no such file, asked " + ASKED.incrementAndGet());
    }
  }

  @LeasePools(BrokenPools.class)
  static class BrokenProvider {
    @RepeatedTest(3)
    void test(@Leased("shoppers") Resource shopper) {}
  }

  @Test
  void aProviderThatFailsIsAskedOnce() {
    BrokenPools.ASKED.set(0);

    assertThat(plan(BrokenProvider.class).execute().failures())
        .hasSize(3)
        .extracting(Throwable::getMessage)
        .containsOnly(
            "[LeaseRefusalTests.BrokenPools] could not define its pools: java.io.IOException: no"
                + " such file, asked 1");
  }

  @LeasePools(ShopPools.class)
  static class OneInstanceByConfiguration {
    OneInstanceByConfiguration(@Leased("mailboxes") Resource mailbox) {}

    @Test
    void test() {}
  }

  @Test
  void aConstructorOfAClassThatHasOneInstanceByConfiguration() {
    assertThat(
            plan(OneInstanceByConfiguration.class)
                .configured("junit.jupiter.testinstance.lifecycle.default", "per_class")
                .execute()
                .failure())
        .hasMessage(
            "[LeaseRefusalTests.OneInstanceByConfiguration] has one instance for all its tests only"
                + " because the configuration says so"
                + " (junit.jupiter.testinstance.lifecycle.default), of which JUnit's locks cannot"
                + " know, and its constructor, or that of a class around it, leases from"
                + " [mailboxes]. Say @TestInstance(PER_CLASS) or @TestInstance(PER_METHOD) on the"
                + " class, or lease in a lifecycle method.");
  }

  @Shared("payments")
  static class SuppliesArguments {
    static Stream<String> arguments(@Leased("shoppers") Resource shopper) {
      return Stream.of(shopper.name());
    }

    @ParameterizedTest
    @MethodSource("arguments")
    void test(String argument) {}
  }

  @Test
  void aMethodThatIsNoPartOfATest() {
    assertThat(refused(SuppliesArguments.class))
        .hasMessageContaining(
            "[LeaseRefusalTests.SuppliesArguments.arguments] cannot have a @Leased parameter: it is"
                + " not called as part of a test. Take it in the test, in its constructor, or in a"
                + " lifecycle method.");
  }

  @Exclusive("payments")
  @LeasePools(ShopPools.class)
  static class WaitsWhileItHolds {
    @BeforeAll
    static void before() {}

    @Test
    void test(@Leased(value = "shoppers", with = "company=ACME") Resource shopper) {}
  }

  @Test
  void aTestThatAsksForMoreThanItsClassHolds() {
    assertThat(refused(WaitsWhileItHolds.class))
        .hasMessage(
            "[LeaseRefusalTests.WaitsWhileItHolds.test] asks for [shoppers] with {company=ACME},"
                + " while [LeaseRefusalTests.WaitsWhileItHolds] holds the exclusive lock [payments] for all"
                + " its tests. Tests that wait while they hold something may wait for one another"
                + " for ever. Ask for everything in the same place: on parameters of @BeforeAll"
                + " methods and on the class, or on the test methods alone.");
  }
}

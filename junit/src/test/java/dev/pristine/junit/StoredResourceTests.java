package dev.pristine.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

class StoredResourceTests {

  static final class Stores implements BeforeEachCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
      context
          .getStore(Namespace.create(Stores.class))
          .put("resource", (StoredResource) () -> context.publishReportEntry("closed", "now"));
    }
  }

  @ExtendWith(Stores.class)
  static class Sample {
    @Test
    void passes() {}
  }

  @Test
  void isClosedOnceByEachVersionOfJUnit() {
    Run run = Run.of(Sample.class).execute().withoutFailures();

    assertThat(run.published("closed")).containsExactly("now");
  }

  @Test
  void isClosedWhereJUnitDoesNotCloseWhatIsOnlyAutoCloseable() {
    Run run =
        Run.of(Sample.class)
            .configured("junit.jupiter.extensions.store.close.autocloseable.enabled", "false")
            .execute()
            .withoutFailures();

    assertThat(run.published("closed")).containsExactly("now");
  }
}

package dev.pristine.examples.shop;

import dev.pristine.Isolation;
import dev.pristine.Pristine;
import dev.pristine.TestDatabase;
import dev.pristine.migrations.Migrations;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The one shop of a run, from its first test to its last, and a visit to it for each test. It
 * stands for the environment that a team's browser tests share.
 */
final class RunningShop
    implements ExecutionCondition, BeforeAllCallback, AfterEachCallback, ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(RunningShop.class);

  private static volatile @Nullable Here here;

  /** What runs. */
  record Here(Pristine pristine, TestDatabase database, Shop shop, Browsers browsers)
      implements AutoCloseable {

    static Here open() throws IOException {
      Pristine pristine = Pristine.open();
      boolean open = false;
      try {
        TestDatabase database =
            pristine.acquire(Migrations.at("classpath:db/migration"), Isolation.CLONE, "the shop");
        Browsers browsers = Browsers.open();
        Here here = new Here(pristine, database, Shop.open(database.dataSource()), browsers);
        open = true;
        return here;
      } finally {
        if (!open) {
          pristine.close();
        }
      }
    }

    String url() {
      return shop.url();
    }

    @Override
    public void close() throws IOException {
      // The last first, and each whatever becomes of the others.
      try (pristine;
          database;
          shop;
          browsers) {
        here = null;
      }
    }
  }

  /** Returns the shop that runs. */
  static Here here() {
    Here running = here;
    if (running == null) {
      throw new IllegalStateException("The shop is closed: no test of a Shopping class runs.");
    }
    return running;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Browsers.areHere()
        ? ConditionEvaluationResult.enabled("There is a browser")
        : ConditionEvaluationResult.disabled(
            "No browser: chromium and chromedriver must be on the PATH");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    // As long as the pools, which know where it is.
    here =
        context
            .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
            .computeIfAbsent(
                Here.class,
                key -> {
                  try {
                    return Here.open();
                  } catch (IOException e) {
                    throw new IllegalStateException("The shop cannot be opened", e);
                  }
                },
                Here.class);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Visit.class;
  }

  @Override
  public Visit resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return visits(context)
        .computeIfAbsent(
            Visit.class, key -> new Visit(here().browsers().take(), here().url()), Visit.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Visit visit = visits(context).get(Visit.class, Visit.class);
    if (visit != null && context.getExecutionException().isEmpty()) {
      here().browsers().giveBack(visit.browser());
    } else if (visit != null) {
      // Nobody knows what it is still waiting for: an answer that logs somebody in, say.
      visit.browser().quit();
    }
  }

  /** A visit belongs to its test: what {@code @BeforeEach} gets, the test gets too. */
  private static Store visits(ExtensionContext context) {
    return context.getStore(Namespace.create(RunningShop.class, context.getUniqueId()));
  }
}

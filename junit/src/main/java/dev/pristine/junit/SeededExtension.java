package dev.pristine.junit;

import dev.pristine.leases.Unique;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Joins {@link Seeded} to JUnit's lifecycle. */
final class SeededExtension implements ParameterResolver, BeforeEachCallback {

  SeededExtension() {
    LeaseRefusal.requireLeases("Parameters that are @Seeded");
  }

  /** Asks for the context of the test, not of its class, when the test's instance is made. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    SeededValues.watch(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.isAnnotated(Seeded.class)
        && parameter.getParameter().getType() == Unique.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return SeededValues.of(context);
  }
}

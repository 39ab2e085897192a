package dev.pristine.junit;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Joins {@link Leased}, {@link Exclusive} and {@link Shared} to JUnit's lifecycle. Has no state:
 * what is held lives in the stores of JUnit's contexts, which end it.
 */
final class LeaseExtension
    implements BeforeAllCallback,
        TestInstancePreConstructCallback,
        BeforeEachCallback,
        ParameterResolver {

  static final Namespace NAMESPACE = Namespace.create(LeaseExtension.class);

  LeaseExtension() {
    LeaseRefusal.requireLeases("@Leased, @Exclusive and @Shared");
  }

  /** Asks for the context of the test, not of its class, when the test's instance is made. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    HeldLeases.acquire(context);
  }

  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factory, ExtensionContext context) {
    HeldLeases.acquire(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    HeldLeases.acquire(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.isAnnotated(Leased.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return LeasedValue.of(parameter, context);
  }
}

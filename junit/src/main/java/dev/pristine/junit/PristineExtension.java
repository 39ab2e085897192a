package dev.pristine.junit;

import dev.pristine.TestDatabase;
import java.lang.reflect.Executable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Joins {@link PristineDatabase} to JUnit's lifecycle. Has no state: leases live in the stores of
 * JUnit's contexts, which end them.
 */
final class PristineExtension
    implements ParameterResolver,
        BeforeAllCallback,
        TestInstancePreConstructCallback,
        BeforeEachCallback,
        InvocationInterceptor {

  static final Namespace NAMESPACE = Namespace.create(PristineExtension.class);

  /** Asks for the context of the test, not of its class, when the test's instance is made. */
  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    handOver(context);
  }

  @Override
  public void preConstructTestInstance(
      TestInstanceFactoryContext factory, ExtensionContext context) {
    handOver(context);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    handOver(context);
    DatabaseRequest.of(context)
        .flatMap(request -> request.owner(context))
        .filter(owner -> !owner.equals(context))
        .ifPresent(owner -> watch(context, owner));
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return (type == DataSource.class || type == Connection.class || type == TestDatabase.class)
        && DatabaseRequest.of(context).isPresent();
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    DatabaseRequest request = DatabaseRequest.of(context).orElseThrow();
    Executable executable = parameter.getDeclaringExecutable();
    Class<?> type = parameter.getParameter().getType();
    if (request.writesBase(executable)) {
      ClassBase base = ClassBase.of(context, request);
      return given(type, base.get(), base::connection);
    }
    ExtensionContext owner =
        request
            .owner(context)
            .filter(found -> request.reaches(executable, context))
            .orElseThrow(() -> Refusal.outsideOfTests(executable));
    TestDatabase database = HeldDatabase.of(owner, request).get();
    return given(type, database, () -> borrow(database, context));
  }

  /** Notes failures of dynamic tests, which their factory's context does not tell. */
  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation,
      DynamicTestInvocationContext dynamicTest,
      ExtensionContext context)
      throws Throwable {
    try {
      invocation.proceed();
    } catch (Throwable failure) {
      if (Outcome.isFailure(failure)) {
        DatabaseRequest.of(context)
            .flatMap(request -> request.owner(context))
            .flatMap(HeldDatabase::existing)
            .ifPresent(HeldDatabase::failed);
      }
      throw failure;
    }
  }

  private static void handOver(ExtensionContext context) {
    Optional<DatabaseRequest> request = DatabaseRequest.of(context);
    Optional<ExtensionContext> owner = request.flatMap(found -> found.owner(context));
    if (owner.isPresent()) {
      HeldDatabase held = HeldDatabase.of(owner.get(), request.get());
      held.urlProperty().ifPresent(name -> UrlProperty.handOver(name, held, owner.get()));
    }
  }

  /** Lets a failure of this test be known to the database that it shares with others. */
  private static void watch(ExtensionContext context, ExtensionContext owner) {
    context
        .getStore(NAMESPACE)
        .put(
            "watch",
            (StoredResource)
                () -> {
                  if (Outcome.failureOf(context).isPresent()) {
                    HeldDatabase.existing(owner).ifPresent(HeldDatabase::failed);
                  }
                });
  }

  /** Somebody who borrows a connection and sees to it that it is closed. */
  private interface Lender {
    Connection connection() throws SQLException;
  }

  private static Object given(Class<?> type, TestDatabase database, Lender lender) {
    if (type != Connection.class) {
      return type == DataSource.class ? database.dataSource() : database;
    }
    try {
      return lender.connection();
    } catch (SQLException e) {
      throw Refusal.noConnection(database, e);
    }
  }

  private static Connection borrow(TestDatabase database, ExtensionContext context)
      throws SQLException {
    Connection connection = database.dataSource().getConnection();
    context.getStore(NAMESPACE).put(new Object(), (StoredResource) connection::close);
    return connection;
  }
}

package dev.pristine.junit;

import dev.pristine.leases.Resource;
import java.lang.reflect.Executable;
import java.lang.reflect.RecordComponent;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** What cannot be leased, with the way out. */
final class LeaseRefusal {

  private LeaseRefusal() {}

  /** Refuses to go on where the optional artifact is missing. */
  static void requireLeases(String annotations) {
    try {
      Class.forName("dev.pristine.leases.Leases", false, LeaseRefusal.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ExtensionConfigurationException(
          "%s need the artifact dev.pristine:pristine-leases, which is not on the class path. Add it to the dependencies, in the scope of tests."
              .formatted(annotations),
          e);
    }
  }

  static ExtensionConfigurationException noAttribute(String wanted, Executable executable) {
    return new ExtensionConfigurationException(
        "%s has a @Leased with [%s]. Say name and value of an attribute, as in with = \"company=ACME\"."
            .formatted(Refusal.describe(executable), wanted));
  }

  static ExtensionConfigurationException twoValues(
      String first, String second, Executable executable) {
    return new ExtensionConfigurationException(
        "%s has a @Leased with [%s] and with [%s]. A resource has one value of an attribute: keep one."
            .formatted(Refusal.describe(executable), first, second));
  }

  static ExtensionConfigurationException oneInstanceByConfiguration(Leased leased, Class<?> type) {
    return new ExtensionConfigurationException(
        "[%s] has one instance for all its tests only because the configuration says so (junit.jupiter.testinstance.lifecycle.default), of which JUnit's locks cannot know, and its constructor, or that of a class around it, leases from [%s]. Say @TestInstance(PER_CLASS) or @TestInstance(PER_METHOD) on the class, or lease in a lifecycle method."
            .formatted(HolderName.of(type), leased.value()));
  }

  static ExtensionConfigurationException noDuration(String text, String from) {
    return new ExtensionConfigurationException(
        "[%s] is no duration (from %s). Say one such as 90s, 2m, 1h or PT2M."
            .formatted(text, from));
  }

  static ExtensionConfigurationException notATypeFor(Executable executable, Class<?> type) {
    return new ExtensionConfigurationException(
        "%s has a @Leased parameter of the type [%s]. Take a record whose components are the resource's attributes, or Resource or Lease of dev.pristine.leases."
            .formatted(Refusal.describe(executable), type.getName()));
  }

  static ExtensionConfigurationException definedTwice(
      String pool, Class<?> first, Class<?> second) {
    return new ExtensionConfigurationException(
        "The pool [%s] is defined by [%s] and by [%s]. Keep one."
            .formatted(pool, first.getName(), second.getName()));
  }

  static ExtensionConfigurationException waitsWhileHolding(
      ExtensionContext asker, LeaseRequest request, ExtensionContext holder) {
    return new ExtensionConfigurationException(
        "[%s] asks for %s, while [%s] holds %s for all its tests. Tests that wait while they hold something may wait for one another for ever. Ask for everything in the same place: on parameters of @BeforeAll methods and on the class, or on the test methods alone."
            .formatted(
                HolderName.of(asker),
                words(request),
                HolderName.of(holder),
                words(LeaseRequest.of(holder))));
  }

  static ParameterResolutionException nothingLeased(Executable executable) {
    return new ParameterResolutionException(
        "%s cannot have a @Leased parameter: it is not called as part of a test. Take it in the test, in its constructor, or in a lifecycle method."
            .formatted(Refusal.describe(executable)));
  }

  static ParameterResolutionException noAttribute(RecordComponent component, Resource resource) {
    return new ParameterResolutionException(
        "[%s] wants an attribute [%s], but the resource [%s] has none of this name: it has [%s]."
            .formatted(
                HolderName.of(component.getDeclaringRecord()),
                component.getName(),
                resource.name(),
                String.join(", ", resource.printable().keySet())));
  }

  static ParameterResolutionException notConverted(
      RecordComponent component, Resource resource, String text, RuntimeException cause) {
    String name = component.getName();
    String printable = resource.printable().getOrDefault(name, resource.name());
    String message =
        "The attribute [%s] of the resource [%s] is [%s], of which no %s can be made for [%s]."
            .formatted(
                name,
                resource.name(),
                printable,
                component.getType().getSimpleName(),
                HolderName.of(component.getDeclaringRecord()));
    // The cause tells the value, which a secret one must not.
    return printable.equals(text)
        ? new ParameterResolutionException(message, cause)
        : new ParameterResolutionException(message);
  }

  static ParameterResolutionException notMade(Class<?> type, Resource resource, Throwable cause) {
    return new ParameterResolutionException(
        "[%s] could not be made of the resource [%s]: its constructor failed by %s"
            .formatted(HolderName.of(type), resource.name(), cause.getClass().getName()),
        cause);
  }

  private static String words(LeaseRequest request) {
    return Stream.concat(
            request.leases().stream().map(wish -> wish.requirement().toString()),
            request.locks().words())
        .collect(Collectors.joining(" and "));
  }
}

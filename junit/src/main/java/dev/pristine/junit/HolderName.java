package dev.pristine.junit;

import java.lang.reflect.Method;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Names tests for people: {@code CheckoutTests.Refunds.paysBack([2] 12.50)}. */
final class HolderName {

  private static final int LONGEST = 120;

  private HolderName() {}

  static String of(ExtensionContext context) {
    String test = context.getTestClass().map(HolderName::of).orElse("");
    String name =
        context.getTestMethod().map(method -> test + "." + of(method, context)).orElse(test);
    String line = name.replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
  }

  /** Leaves the package out, but not the classes around. */
  static String of(Class<?> type) {
    Class<?> around = type.getEnclosingClass();
    return around == null ? type.getSimpleName() : of(around) + "." + type.getSimpleName();
  }

  /** Adds the display name where it says more than the method's. */
  private static String of(Method method, ExtensionContext context) {
    String display = context.getDisplayName();
    boolean saysNoMore =
        display.equals(method.getName()) || display.startsWith(method.getName() + "(");
    return saysNoMore ? method.getName() : method.getName() + "(" + display + ")";
  }
}

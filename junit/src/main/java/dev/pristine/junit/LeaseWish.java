package dev.pristine.junit;

import dev.pristine.leases.Requirement;
import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What a {@link Leased} parameter asks for.
 *
 * @param ordinal tells those apart that ask for the same in one method
 */
record LeaseWish(String pool, Map<String, String> attributes, String named, int ordinal) {

  /** Returns what the parameters of a constructor or method ask for, as far as they do. */
  static Map<Parameter, LeaseWish> of(Executable executable) {
    Map<Parameter, LeaseWish> wishes = new LinkedHashMap<>();
    for (Parameter parameter : executable.getParameters()) {
      AnnotationSupport.findAnnotation(parameter, Leased.class)
          .ifPresent(
              leased -> {
                if (!LeasedValue.isPossible(parameter.getType())) {
                  throw LeaseRefusal.notATypeFor(executable, parameter.getType());
                }
                wishes.put(parameter, of(leased, executable, wishes.values()));
              });
    }
    return wishes;
  }

  private static LeaseWish of(Leased leased, Executable executable, Collection<LeaseWish> before) {
    Map<String, String> attributes = new TreeMap<>();
    for (String wanted : leased.with()) {
      int sign = wanted.indexOf('=');
      if (sign < 1) {
        throw LeaseRefusal.noAttribute(wanted, executable);
      }
      String name = wanted.substring(0, sign);
      String value = wanted.substring(sign + 1);
      String other = attributes.putIfAbsent(name, value);
      if (other != null) {
        throw LeaseRefusal.twoValues(name + "=" + other, wanted, executable);
      }
    }
    LeaseWish wish = new LeaseWish(leased.value(), attributes, leased.named(), 0);
    while (before.contains(wish)) {
      wish = new LeaseWish(wish.pool, attributes, wish.named, wish.ordinal + 1);
    }
    return wish;
  }

  Requirement requirement() {
    Requirement requirement = Requirement.of(pool);
    for (Map.Entry<String, String> attribute : attributes.entrySet()) {
      requirement = requirement.with(attribute.getKey(), attribute.getValue());
    }
    return named.isEmpty() ? requirement : requirement.named(named);
  }
}

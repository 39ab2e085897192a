package dev.pristine.junit;

import dev.pristine.leases.Lease;
import dev.pristine.leases.Resource;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.platform.commons.support.conversion.ConversionException;
import org.junit.platform.commons.support.conversion.ConversionSupport;

/** What a parameter gets of a lease. No message tells the value of a secret attribute. */
final class LeasedValue {

  private LeasedValue() {}

  static Object of(ParameterContext parameter, ExtensionContext context) {
    Executable executable = parameter.getDeclaringExecutable();
    Parameter leased = parameter.getParameter();
    LeaseWish wish = LeaseWish.of(executable).get(leased);
    Lease lease =
        Optional.ofNullable(wish)
            .flatMap(there -> HeldLeases.find(context, there))
            .orElseThrow(() -> LeaseRefusal.nothingLeased(executable));
    Class<?> type = leased.getType();
    if (type == Lease.class) {
      return lease;
    }
    if (type == Resource.class) {
      return lease.resource();
    }
    return record(type.asSubclass(Record.class), lease.resource());
  }

  /** Tells whether parameters of a type can be given anything. */
  static boolean isPossible(Class<?> type) {
    return type == Lease.class || type == Resource.class || type.isRecord();
  }

  private static Object record(Class<? extends Record> type, Resource resource) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = value(components[i], resource);
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw LeaseRefusal.notMade(type, resource, e.getCause() == null ? e : e.getCause());
    } catch (ReflectiveOperationException e) {
      throw LeaseRefusal.notMade(type, resource, e);
    }
  }

  private static @Nullable Object value(RecordComponent component, Resource resource) {
    String name = component.getName();
    String text =
        resource
            .attribute(name)
            .or(() -> name.equals("name") ? Optional.of(resource.name()) : Optional.empty())
            .orElseThrow(() -> LeaseRefusal.noAttribute(component, resource));
    try {
      return ConversionSupport.convert(
          text, component.getType(), component.getDeclaringRecord().getClassLoader());
    } catch (ConversionException e) {
      throw LeaseRefusal.notConverted(component, resource, text, e);
    }
  }
}

package dev.pristine.leases;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Resources that are known from the beginning. */
record FixedSource(List<Resource> resources) implements Source {

  FixedSource {
    Set<String> names = new HashSet<>();
    for (Resource each : resources) {
      if (!names.add(each.name())) {
        throw new LeaseException("The resource [" + each.name() + "] is there twice.");
      }
    }
  }

  @Override
  public List<Resource> candidates(Requirement wanted) {
    return resources;
  }
}

package dev.pristine.leases;

import java.util.List;

/** Resources that are known from the beginning. */
record FixedSource(List<Resource> resources) implements Source {

  @Override
  public List<Resource> candidates(Requirement wanted) {
    return resources;
  }
}

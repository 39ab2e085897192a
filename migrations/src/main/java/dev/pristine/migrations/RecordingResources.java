package dev.pristine.migrations;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import liquibase.resource.AbstractResourceAccessor;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.Resource;
import liquibase.resource.ResourceAccessor;
import org.jspecify.annotations.Nullable;

/** Finds files for Liquibase, and remembers which it was given. */
final class RecordingResources extends AbstractResourceAccessor {

  private final List<ResourceAccessor> accessors = new ArrayList<>();
  private final Map<String, String> given = new TreeMap<>();

  RecordingResources(ChangelogRoots roots) throws IOException {
    for (var folder : roots.folders()) {
      accessors.add(new DirectoryResourceAccessor(folder));
    }
    accessors.add(new ClassLoaderResourceAccessor(roots.loader()));
  }

  /** Returns the names of the files that were found, each with the address that it has. */
  Map<String, String> given() {
    return given;
  }

  @Override
  public @Nullable List<Resource> getAll(String path) throws IOException {
    for (ResourceAccessor accessor : accessors) {
      List<Resource> found = accessor.getAll(path);
      if (found != null && !found.isEmpty()) {
        return record(found);
      }
    }
    return null;
  }

  @Override
  public List<Resource> search(String path, boolean recursive) throws IOException {
    for (ResourceAccessor accessor : accessors) {
      List<Resource> found = accessor.search(path, recursive);
      if (found != null && !found.isEmpty()) {
        return record(found);
      }
    }
    return List.of();
  }

  private List<Resource> record(List<Resource> found) {
    for (Resource resource : found) {
      given.put(ChangelogRoots.normal(resource.getPath()), resource.getUri().toString());
    }
    return found;
  }

  @Override
  public List<String> describeLocations() {
    return accessors.stream().flatMap(accessor -> accessor.describeLocations().stream()).toList();
  }

  @Override
  public void close() throws Exception {
    for (ResourceAccessor accessor : accessors) {
      accessor.close();
    }
  }
}

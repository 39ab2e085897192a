package dev.pristine.leases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of resources, while it is read. What is wrong is told with the line, but no message shows
 * more of a line than a name: the rest may be a password.
 */
final class ResourceFile {

  private final Path path;
  private final String text;
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final List<Resource> resources = new ArrayList<>();

  ResourceFile(Path path) {
    this.path = path;
    try {
      String all = Files.readString(path);
      this.text = all.startsWith("\ufeff") ? all.substring(1) : all;
    } catch (IOException e) {
      throw new LeaseException("Could not read [" + path + "]: " + e, e);
    }
  }

  String text() {
    return text;
  }

  void add(int line, String name, Map<String, String> attributes) {
    Integer before = lines.putIfAbsent(name, line);
    if (before != null) {
      throw trouble(line, "the name [" + name + "] is there already, in line " + before + ".");
    }
    try {
      resources.add(Resource.of(name, attributes));
    } catch (LeaseException e) {
      throw new LeaseException("The file [" + path + "], line " + line + ": " + e.getMessage(), e);
    }
  }

  List<Resource> resources() {
    return resources;
  }

  LeaseException trouble(String what) {
    return new LeaseException("The file [" + path + "] cannot be used: " + what);
  }

  LeaseException trouble(int line, String what) {
    return new LeaseException("The file [" + path + "], line " + line + ": " + what);
  }
}

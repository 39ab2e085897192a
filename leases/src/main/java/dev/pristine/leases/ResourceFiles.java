package dev.pristine.leases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads resources from files. No message shows what is in them: it may be a password. */
final class ResourceFiles {

  private ResourceFiles() {}

  static List<Resource> csv(Path file) {
    List<List<String>> lines = lines(read(file), file);
    if (lines.isEmpty()) {
      throw new LeaseException("The file [" + file + "] is empty: it has no line of headings.");
    }
    List<String> headings = lines.get(0);
    List<Resource> resources = new ArrayList<>();
    for (int line = 1; line < lines.size(); line++) {
      List<String> values = lines.get(line);
      if (values.size() != headings.size()) {
        throw new LeaseException(
            "The file ["
                + file
                + "] has "
                + headings.size()
                + " headings, but "
                + values.size()
                + " values in record "
                + line
                + ".");
      }
      Map<String, String> attributes = new TreeMap<>();
      for (int i = 0; i < values.size(); i++) {
        attributes.put(headings.get(i), values.get(i));
      }
      resources.add(Resource.of(values.get(0), attributes));
    }
    return resources;
  }

  private static List<List<String>> lines(String text, Path file) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    boolean any = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          value.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          value.append(c);
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
        any = true;
      } else if (c == ',') {
        line.add(value.toString());
        value.setLength(0);
        any = true;
      } else if (c == '\n') {
        if (any || value.length() > 0) {
          line.add(value.toString());
          lines.add(line);
        }
        line = new ArrayList<>();
        value.setLength(0);
        any = false;
      } else if (c != '\r') {
        value.append(c);
      }
    }
    if (quoted) {
      throw new LeaseException("The file [" + file + "] ends within quotation marks.");
    }
    if (any || value.length() > 0) {
      line.add(value.toString());
      lines.add(line);
    }
    return lines;
  }

  static List<Resource> json(Path file) {
    Object content;
    try {
      content = Json.read(read(file));
    } catch (IllegalArgumentException e) {
      throw new LeaseException("The file [" + file + "] is " + e.getMessage() + ".", e);
    }
    List<Resource> resources = new ArrayList<>();
    if (content instanceof List<?> list) {
      for (Object each : list) {
        resources.add(resource(each, file));
      }
      return resources;
    }
    throw new LeaseException("The file [" + file + "] holds no list of objects.");
  }

  private static Resource resource(Object object, Path file) {
    if (object instanceof Map<?, ?> map && map.get("name") instanceof String name) {
      Map<String, String> attributes = new TreeMap<>();
      map.forEach(
          (key, value) -> {
            if (value instanceof Map || value instanceof List) {
              throw new LeaseException(
                  "The file [" + file + "] has no plain value for [" + key + "].");
            }
            if (value != null) {
              attributes.put(String.valueOf(key), String.valueOf(value));
            }
          });
      return Resource.of(name, attributes);
    }
    throw new LeaseException("The file [" + file + "] has an entry without a [name].");
  }

  private static String read(Path file) {
    try {
      String text = Files.readString(file);
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (IOException e) {
      throw new LeaseException("Could not read [" + file + "]: " + e, e);
    }
  }
}

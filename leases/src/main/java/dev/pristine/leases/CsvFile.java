package dev.pristine.leases;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads resources from a table (RFC 4180), each named by its first column. */
final class CsvFile {

  private final ResourceFile file;
  private final String text;
  private int at;
  private int line = 1;

  private CsvFile(ResourceFile file) {
    this.file = file;
    this.text = file.text();
  }

  static List<Resource> read(Path path) {
    ResourceFile file = new ResourceFile(path);
    new CsvFile(file).readAll();
    return file.resources();
  }

  private void readAll() {
    List<String> headings = List.of();
    while (at < text.length()) {
      int first = line;
      List<String> values = row();
      boolean blank = values.size() == 1 && values.get(0).isEmpty();
      if (blank) {
        continue;
      }
      if (headings.isEmpty()) {
        headings = values;
        refuseDoubles(first, headings);
      } else {
        add(first, headings, values);
      }
    }
    if (headings.isEmpty()) {
      throw file.trouble("it is empty: it has no line of headings.");
    }
  }

  private void refuseDoubles(int first, List<String> headings) {
    Set<String> seen = new HashSet<>();
    for (String heading : headings) {
      if (!seen.add(heading)) {
        throw file.trouble(first, "the heading [" + heading + "] is there twice.");
      }
    }
  }

  private void add(int first, List<String> headings, List<String> values) {
    if (values.size() != headings.size()) {
      throw file.trouble(
          first,
          "there are " + headings.size() + " headings, but " + values.size() + " values here.");
    }
    Map<String, String> attributes = new TreeMap<>();
    for (int i = 0; i < values.size(); i++) {
      attributes.put(headings.get(i), values.get(i));
    }
    file.add(first, values.get(0), attributes);
  }

  private List<String> row() {
    List<String> values = new ArrayList<>();
    values.add(value());
    while (next(',')) {
      values.add(value());
    }
    if (at < text.length() && !next("\r\n") && !next('\n')) {
      throw file.trouble(line, "a value in quotation marks goes on after them.");
    }
    line++;
    return values;
  }

  private String value() {
    return next('"') ? quoted() : plain();
  }

  private String plain() {
    int start = at;
    while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String value = text.substring(start, at);
    if (value.indexOf('"') >= 0) {
      throw file.trouble(line, "a quotation mark stands in a value that does not begin with one.");
    }
    return value;
  }

  private String quoted() {
    int first = line;
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      if (next("\"\"")) {
        value.append('"');
      } else if (next('"')) {
        return value.toString();
      } else {
        char c = text.charAt(at++);
        line += c == '\n' ? 1 : 0;
        value.append(c);
      }
    }
    throw file.trouble(first, "quotation marks that begin here do not end.");
  }

  private boolean next(char expected) {
    return next(String.valueOf(expected));
  }

  private boolean next(String expected) {
    boolean is = text.startsWith(expected, at);
    at += is ? expected.length() : 0;
    return is;
  }
}

package dev.pristine.leases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and writes JSON, as little as the tables and files of resources need. */
final class Json {

  private static final int DEEPEST = 100;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads one value: a map, a list, a text, or null. Numbers and booleans come as they are written.
   *
   * @throws IllegalArgumentException with the place, but never the content, if it is no JSON
   */
  static @Nullable Object read(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.skipSpace();
    if (json.at < text.length()) {
      throw json.unexpected();
    }
    return value;
  }

  static Map<String, String> readTexts(String text) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (read(text) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    }
    return texts;
  }

  static String write(Map<String, String> texts) {
    StringBuilder json = new StringBuilder("{");
    texts.forEach(
        (key, value) -> {
          json.append(json.length() > 1 ? "," : "");
          quote(json, key);
          json.append(':');
          quote(json, value);
        });
    return json.append('}').toString();
  }

  static String write(Iterable<String> texts) {
    StringBuilder json = new StringBuilder("[");
    for (String text : texts) {
      json.append(json.length() > 1 ? "," : "");
      quote(json, text);
    }
    return json.append(']').toString();
  }

  private static void quote(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }

  private @Nullable Object value(int depth) {
    if (depth > DEEPEST) {
      throw unexpected();
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> map(depth);
      case '[' -> list(depth);
      case '"' -> quoted();
      default -> word();
    };
  }

  private Map<String, @Nullable Object> map(int depth) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (peek() == '}') {
      at++;
      return map;
    }
    while (true) {
      skipSpace();
      String key = quoted();
      skipSpace();
      expect(':');
      map.put(key, value(depth + 1));
      if (!more('}')) {
        return map;
      }
    }
  }

  private List<@Nullable Object> list(int depth) {
    List<@Nullable Object> list = new ArrayList<>();
    at++;
    skipSpace();
    if (peek() == ']') {
      at++;
      return list;
    }
    while (true) {
      list.add(value(depth + 1));
      if (!more(']')) {
        return list;
      }
    }
  }

  private boolean more(char end) {
    skipSpace();
    if (peek() == ',') {
      at++;
      return true;
    }
    expect(end);
    return false;
  }

  private String quoted() {
    expect('"');
    StringBuilder quoted = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      quoted.append(c == '\\' ? escaped() : c);
    }
    at++;
    return quoted.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> hexadecimal();
      case '"', '\\', '/' -> c;
      default -> throw unexpected();
    };
  }

  private char hexadecimal() {
    if (at + 4 > text.length()) {
      throw unexpected();
    }
    int code = 0;
    for (int end = at + 4; at < end; at++) {
      int digit = Character.digit(text.charAt(at), 16);
      if (digit < 0) {
        throw unexpected();
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private @Nullable String word() {
    int start = at;
    while (at < text.length()
        && ("+-.".indexOf(text.charAt(at)) >= 0 || Character.isLetterOrDigit(text.charAt(at)))) {
      at++;
    }
    String word = text.substring(start, at);
    if (!word.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?|true|false|null")) {
      at = start;
      throw unexpected();
    }
    return word.equals("null") ? null : word;
  }

  private char peek() {
    if (at >= text.length()) {
      throw unexpected();
    }
    return text.charAt(at);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw unexpected();
    }
    at++;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private IllegalArgumentException unexpected() {
    long line =
        text.substring(0, Math.min(at, text.length())).chars().filter(c -> c == '\n').count() + 1;
    return new IllegalArgumentException(
        at >= text.length() ? "no JSON: it ends too early" : "no JSON: unexpected in line " + line);
  }
}

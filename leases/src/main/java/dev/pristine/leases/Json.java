package dev.pristine.leases;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of the tables, as JSON. */
final class Json {

  static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /**
   * Reads one value: a map, a list, a text, or null. Numbers and booleans come as they are written.
   *
   * @throws IllegalArgumentException with the place, but never the content, if it is no JSON
   */
  static @Nullable Object read(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("no JSON: something comes after its end");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(trouble(e));
    } catch (IOException e) {
      throw new UncheckedIOException("A text could not be read", e);
    }
  }

  /** Says where the trouble is; what the parser says shows what stands there. */
  static String trouble(JsonProcessingException e) {
    return e.getLocation() == null ? "no JSON" : "no JSON: see line " + e.getLocation().getLineNr();
  }

  private static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        parser.nextToken();
        map.put(key, value(parser));
      }
      return map;
    }
    if (token == JsonToken.START_ARRAY) {
      List<@Nullable Object> list = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        list.add(value(parser));
      }
      return list;
    }
    if (token == null) {
      throw new IllegalArgumentException("no JSON: it ends too early");
    }
    return token == JsonToken.VALUE_NULL ? null : parser.getText();
  }

  static Map<String, String> readTexts(String text) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (!text.equals("{}") && read(text) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> texts.put(String.valueOf(key), String.valueOf(value)));
    }
    return texts;
  }

  /** Writes something. */
  interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  static String write(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException("A text could not be written", e);
    }
    return text.toString();
  }

  static String write(Map<String, String> texts) {
    return texts.isEmpty() ? "{}" : write(json -> write(json, texts));
  }

  static void write(JsonGenerator json, Map<String, String> texts) throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, String> each : texts.entrySet()) {
      json.writeStringField(each.getKey(), each.getValue());
    }
    json.writeEndObject();
  }
}

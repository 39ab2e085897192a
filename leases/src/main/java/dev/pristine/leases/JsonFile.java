package dev.pristine.leases;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** Reads resources from a list of objects, each named by its {@code name}. */
final class JsonFile {

  private static final String NAME = "name";

  private final ResourceFile file;
  private final JsonParser parser;

  private JsonFile(ResourceFile file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
  }

  static List<Resource> read(Path path) {
    ResourceFile file = new ResourceFile(path);
    try (JsonParser parser = Json.FACTORY.createParser(file.text())) {
      new JsonFile(file, parser).readAll();
      return file.resources();
    } catch (JsonProcessingException e) {
      // Without its cause, whose message shows what stands in the file.
      throw file.trouble("it is " + Json.trouble(e) + ".");
    } catch (IOException e) {
      throw new LeaseException("Could not read [" + path + "]: " + e, e);
    }
  }

  private void readAll() throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw file.trouble("it holds no list of objects.");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      readOne(parser.currentTokenLocation().getLineNr());
    }
    if (parser.nextToken() != null) {
      throw file.trouble(line(), "something comes after the end of the list.");
    }
  }

  private void readOne(int line) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw file.trouble(line, "this is no object.");
    }
    TreeMap<String, String> attributes = new TreeMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonToken token = parser.nextToken();
      if (token.isStructStart()) {
        throw file.trouble(line(), "there is no plain value for [" + key + "].");
      }
      if (token != JsonToken.VALUE_NULL && attributes.put(key, parser.getText()) != null) {
        throw file.trouble(line(), "there are two values for [" + key + "].");
      }
    }
    String name = attributes.get(NAME);
    if (name == null) {
      throw file.trouble(line, "there is no [" + NAME + "] in this object.");
    }
    file.add(line, name, attributes);
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }
}

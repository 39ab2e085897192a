package dev.pristine.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Writes reports for machines. */
final class Json {

  private Json() {}

  /** Returns one line with one object, in ASCII, so that no terminal's encoding can harm it. */
  static String write(Report report) {
    ObjectMapper mapper = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    try {
      return mapper.writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A report that cannot be written as JSON: " + report, e);
    }
  }
}

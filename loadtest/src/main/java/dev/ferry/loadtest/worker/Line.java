package dev.ferry.loadtest.worker;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What two processes say to one another: one JSON object on one line.
 *
 * @param request its number, or that of the request it answers; 0 when it wants no answer
 * @param fields numbers, strings, booleans, and lists and maps of these
 */
record Line(Verb verb, long request, Map<String, Object> fields) {
  private static final String VERB = "verb";
  private static final String REQUEST = "request";
  private static final String FIELDS = "fields";

  /**
   * @throws IOException when it is no such line; without what it says, which may be a secret
   */
  static Line parse(String text) throws IOException {
    Map<String, Object> all;
    try {
      all = JSON.std.mapFrom(text);
    } catch (IOException e) {
      throw new IOException("line of " + text.length() + " characters (expected: JSON)");
    }
    if (all.get(VERB) instanceof String verb
        && all.get(REQUEST) instanceof Number request
        && all.get(FIELDS) instanceof Map<?, ?> named) {
      Map<String, Object> fields = new LinkedHashMap<>();
      named.forEach((name, value) -> fields.put(String.valueOf(name), value));
      return new Line(verb(verb), request.longValue(), fields);
    }
    throw new IOException("line of " + all.keySet() + " (expected: verb, request, fields)");
  }

  private static Verb verb(String name) throws IOException {
    try {
      return Verb.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IOException("verb: " + name + " (expected: another one)", e);
    }
  }

  /** Without its end. */
  String text() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(VERB, verb.name().toLowerCase(Locale.ROOT));
    all.put(REQUEST, request);
    all.put(FIELDS, fields);
    try {
      return JSON.std.asString(all);
    } catch (IOException e) {
      throw new AssertionError("writing to a string", e);
    }
  }

  /** Without the fields, which may be secret. */
  @Override
  public String toString() {
    return verb + " " + request;
  }
}

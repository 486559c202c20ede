package dev.ferry.loadtest.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed access to what a line carries; complaints name the field. */
final class Fields {
  static final Map<String, Object> NONE = Map.of();

  private final Map<String, Object> fields;

  Fields(Map<String, Object> fields) {
    this.fields = fields;
  }

  boolean has(String key) {
    return fields.get(key) != null;
  }

  boolean truth(String key) {
    return is(Boolean.class, key);
  }

  String text(String key) {
    return is(String.class, key);
  }

  long number(String key) {
    return is(Number.class, key).longValue();
  }

  double real(String key) {
    return is(Number.class, key).doubleValue();
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    is(List.class, key).forEach(each -> texts.add(as(String.class, key, each)));
    return texts;
  }

  List<Double> reals(String key) {
    List<Double> reals = new ArrayList<>();
    is(List.class, key).forEach(each -> reals.add(as(Number.class, key, each).doubleValue()));
    return reals;
  }

  /** A map whose values are of one type. */
  <T> Map<String, T> map(String key, Class<T> type) {
    Map<String, T> map = new LinkedHashMap<>();
    Map<?, ?> found = is(Map.class, key);
    found.forEach((name, value) -> map.put(String.valueOf(name), as(type, key, value)));
    return map;
  }

  private <T> T is(Class<T> type, String key) {
    return as(type, key, fields.get(key));
  }

  private static <T> T as(Class<T> type, String key, @Nullable Object value) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          key
              + ": "
              + (value == null ? "missing" : "of " + value.getClass().getSimpleName())
              + " (expected: "
              + type.getSimpleName()
              + ")");
    }
    return type.cast(value);
  }
}

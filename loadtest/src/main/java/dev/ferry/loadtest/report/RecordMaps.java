package dev.ferry.loadtest.report;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records of this package to maps with snake_case keys and back, so that a field added to a record
 * is in the JSON without a second place to forget. Numbers that JSON can't express are null.
 */
final class RecordMaps {
  private RecordMaps() {}

  static Map<String, @Nullable Object> toMap(Record value) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      map.put(snakeCase(component.getName()), toJson(componentOf(value, component)));
    }
    return map;
  }

  /**
   * Reads a record; keys that it does not know are ignored, lists and maps that are missing are
   * empty.
   *
   * @throws IllegalArgumentException if something else is missing or of another kind
   */
  static <R extends Record> R fromMap(Class<R> type, Map<?, ?> map) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = snakeCase(components[i].getName());
      types[i] = components[i].getType();
      values[i] = fromJson(key, components[i].getGenericType(), map.get(key));
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(type.getSimpleName() + ": " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  static String snakeCase(String name) {
    StringBuilder snake = new StringBuilder(name.length() + 8);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c)) {
        snake.append('_');
      }
      snake.append(Character.toLowerCase(c));
    }
    return snake.toString();
  }

  private static @Nullable Object componentOf(Record value, RecordComponent component) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static @Nullable Object toJson(@Nullable Object value) {
    if (value instanceof Record record) {
      return toMap(record);
    }
    if (value instanceof List<?> elements) {
      List<@Nullable Object> list = new ArrayList<>();
      elements.forEach(element -> list.add(toJson(element)));
      return list;
    }
    if (value instanceof Map<?, ?> entries) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      entries.forEach((key, element) -> map.put((String) key, toJson(element)));
      return map;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    if (value instanceof Double number && !Double.isFinite(number)) {
      return null;
    }
    return value instanceof Instant ? value.toString() : value;
  }

  private static @Nullable Object fromJson(String key, Type type, @Nullable Object value) {
    if (type instanceof ParameterizedType container) {
      return container.getRawType() == List.class
          ? listOf(key, container, value)
          : mapOf(key, container, value);
    }
    if (value == null) {
      if (type == Double.class) {
        return null;
      }
      throw wrong(key, null, "present");
    }
    return scalar(key, (Class<?>) type, value);
  }

  private static List<Object> listOf(String key, ParameterizedType type, @Nullable Object value) {
    List<Object> list = new ArrayList<>();
    if (value != null) {
      for (Object element : cast(key, List.class, value)) {
        list.add(present(key, fromJson(key, type.getActualTypeArguments()[0], element)));
      }
    }
    return list;
  }

  private static Map<String, Object> mapOf(
      String key, ParameterizedType type, @Nullable Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value != null) {
      Type elements = type.getActualTypeArguments()[1];
      for (Map.Entry<?, ?> entry : ((Map<?, ?>) cast(key, Map.class, value)).entrySet()) {
        map.put(
            String.valueOf(entry.getKey()),
            present(key, fromJson(key, elements, entry.getValue())));
      }
    }
    return map;
  }

  private static Object scalar(String key, Class<?> type, Object value) {
    if (type.isRecord()) {
      return fromMap(type.asSubclass(Record.class), cast(key, Map.class, value));
    }
    if (type == double.class || type == Double.class) {
      return cast(key, Number.class, value).doubleValue();
    }
    if (type == long.class || type == Long.class) {
      return cast(key, Number.class, value).longValue();
    }
    if (type == int.class) {
      return cast(key, Number.class, value).intValue();
    }
    if (type == boolean.class) {
      return cast(key, Boolean.class, value);
    }
    String text = cast(key, String.class, value);
    if (type == Instant.class) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        throw wrong(key, value, "a time such as 2026-01-31T12:00:00Z");
      }
    }
    return type.isEnum() ? constant(key, type, text) : text;
  }

  private static Object constant(String key, Class<?> type, String text) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().toLowerCase(Locale.ROOT).equals(text)) {
        return constant;
      }
    }
    throw wrong(key, text, "one of " + List.of(type.getEnumConstants()));
  }

  private static <T> T cast(String key, Class<T> type, Object value) {
    if (!type.isInstance(value)) {
      throw wrong(key, value, "a " + type.getSimpleName().toLowerCase(Locale.ROOT));
    }
    return type.cast(value);
  }

  private static Object present(String key, @Nullable Object value) {
    if (value == null) {
      throw wrong(key, null, "no empty entry");
    }
    return value;
  }

  private static IllegalArgumentException wrong(
      String key, @Nullable Object value, String expected) {
    return new IllegalArgumentException(key + ": " + value + " (expected: " + expected + ")");
  }
}

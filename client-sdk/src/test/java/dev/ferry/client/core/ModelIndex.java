package dev.ferry.client.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When the conversations of one user were touched, as coarsely as the server may know it. */
final class ModelIndex {
  private static final long TOUCH_AT_MOST_EACH_US = 1_000_000;
  private static final long SLACK_US = 2_000_000;

  private final Map<String, Long> touches = new HashMap<>();
  private long highest;

  void touch(String conversation, long nowMs) {
    long nowUs = nowMs * 1_000;
    Long last = touches.get(conversation);
    if (last == null || nowUs - last >= TOUCH_AT_MOST_EACH_US) {
      highest = Math.max(nowUs, highest + 1);
      touches.put(conversation, highest);
    }
  }

  long version() {
    return Math.max(0, highest - SLACK_US);
  }

  long touchOf(String conversation) {
    return touches.getOrDefault(conversation, 0L);
  }

  /** Those touched from {@code since} on and before {@code before}, newest first. */
  List<String> touched(long since, long before) {
    List<String> found = new ArrayList<>();
    touches.forEach(
        (conversation, touch) -> {
          if (touch >= since && touch < before) {
            found.add(conversation);
          }
        });
    found.sort((one, other) -> Long.compare(touchOf(other), touchOf(one)));
    return found;
  }
}

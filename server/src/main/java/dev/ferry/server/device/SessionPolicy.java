package dev.ferry.server.device;

import dev.ferry.server.model.Platform;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which sessions of a user may live beside each other, by the class of their devices. Classes
 * exclude each other or do not: what one says of another holds both ways. Immutable.
 */
public final class SessionPolicy {
  private final Map<Platform, Rule> rules = new EnumMap<>(Platform.class);

  /** What happens to a session that cannot live beside those that are there. */
  public enum Beyond {
    /** They end, of its own class the oldest. */
    REPLACE,
    /** It is refused. */
    REFUSE
  }

  /**
   * The rule of a class.
   *
   * @param sessionsMax live sessions of the class
   * @param excludes classes whose sessions cannot live beside one of this class
   */
  public record Rule(int sessionsMax, Beyond beyond, Set<Platform> excludes) {}

  /**
   * @param given a rule for every class
   * @throws IllegalArgumentException when a class has none
   */
  public SessionPolicy(Map<Platform, Rule> given) {
    for (Platform platform : Platform.values()) {
      Rule rule = given.get(platform);
      if (rule == null) {
        throw new IllegalArgumentException("no rule for " + platform);
      }
      Set<Platform> excluded = EnumSet.noneOf(Platform.class);
      excluded.addAll(rule.excludes());
      given.forEach(
          (other, its) -> {
            if (its.excludes().contains(platform)) {
              excluded.add(other);
            }
          });
      excluded.remove(platform);
      rules.put(platform, new Rule(rule.sessionsMax(), rule.beyond(), Set.copyOf(excluded)));
    }
  }

  /** The rule of that class, with all classes that it excludes or that exclude it. */
  public Rule of(Platform platform) {
    Rule rule = rules.get(platform);
    if (rule == null) {
      throw new IllegalStateException("no rule for " + platform);
    }
    return rule;
  }
}

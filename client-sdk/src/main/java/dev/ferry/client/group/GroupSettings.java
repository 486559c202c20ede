package dev.ferry.client.group;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a group, or a change of them: what is null stays as it is, and an attribute with an
 * empty value is taken out. The server's limits are in docs/protocol.md. Immutable.
 */
public final class GroupSettings {
  private final @Nullable String name;
  private final @Nullable String avatar;
  private final @Nullable String announcement;
  private final @Nullable JoinPolicy joinPolicy;
  private final @Nullable HistoryPolicy history;
  private final @Nullable Boolean everyoneMuted;
  private final @Nullable Duration slowMode;
  private final Map<String, String> attributes;

  private GroupSettings(Builder builder) {
    name = builder.name;
    avatar = builder.avatar;
    announcement = builder.announcement;
    joinPolicy = builder.joinPolicy;
    history = builder.history;
    everyoneMuted = builder.everyoneMuted;
    slowMode = builder.slowMode;
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(builder.attributes));
  }

  public static Builder builder() {
    return new Builder();
  }

  public @Nullable String name() {
    return name;
  }

  /** A reference that the app understands. */
  public @Nullable String avatar() {
    return avatar;
  }

  public @Nullable String announcement() {
    return announcement;
  }

  public @Nullable JoinPolicy joinPolicy() {
    return joinPolicy;
  }

  public @Nullable HistoryPolicy history() {
    return history;
  }

  /** Whether only owner and admins may send. */
  public @Nullable Boolean everyoneMuted() {
    return everyoneMuted;
  }

  /**
   * How long a member waits between two messages; zero for no limit. The wire has whole seconds.
   */
  public @Nullable Duration slowMode() {
    return slowMode;
  }

  /** The app's own. */
  public Map<String, String> attributes() {
    return attributes;
  }

  /** Collects settings; not safe for use from several threads. */
  public static final class Builder {
    private @Nullable String name;
    private @Nullable String avatar;
    private @Nullable String announcement;
    private @Nullable JoinPolicy joinPolicy;
    private @Nullable HistoryPolicy history;
    private @Nullable Boolean everyoneMuted;
    private @Nullable Duration slowMode;
    private final Map<String, String> attributes = new LinkedHashMap<>();

    private Builder() {}

    public Builder name(String name) {
      this.name = name;
      return this;
    }

    public Builder avatar(String avatar) {
      this.avatar = avatar;
      return this;
    }

    public Builder announcement(String announcement) {
      this.announcement = announcement;
      return this;
    }

    public Builder joinPolicy(JoinPolicy joinPolicy) {
      this.joinPolicy = joinPolicy;
      return this;
    }

    public Builder history(HistoryPolicy history) {
      this.history = history;
      return this;
    }

    public Builder everyoneMuted(boolean everyoneMuted) {
      this.everyoneMuted = everyoneMuted;
      return this;
    }

    public Builder slowMode(Duration slowMode) {
      this.slowMode = slowMode;
      return this;
    }

    /** Sets one attribute; an empty value takes it out of the group. */
    public Builder attribute(String key, String value) {
      attributes.put(key, value);
      return this;
    }

    public GroupSettings build() {
      return new GroupSettings(this);
    }
  }
}

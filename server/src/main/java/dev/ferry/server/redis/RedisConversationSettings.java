package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.message.SettingsStore;
import dev.ferry.server.model.ConversationSettings;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.PreferenceChange;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.SettingsPage;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The scripts under {@code lua/settings}, on the user's slot. Thread-safe. */
final class RedisConversationSettings implements SettingsStore {
  private static final int PAGE = 100;

  /** How many that are the default again are remembered as changed. */
  static final int GONE_MAX = 1_000;

  private final Script change;
  private final Script since;
  private final int perUser;
  private final int goneMax;

  /**
   * @param perUser conversations that one user can have settings for, and messages that it has
   *     deleted for itself, together
   * @param goneMax those that are the default again and are remembered as changed
   */
  RedisConversationSettings(RedisLink link, int perUser, int goneMax) {
    this.change = Script.named("settings/change", link.batch());
    this.since = Script.named("settings/since", link.batch());
    this.perUser = perUser;
    this.goneMax = goneMax;
  }

  @Override
  public CompletionStage<List<ConversationSettings>> change(
      Mover by, List<PreferenceChange> changes) {
    UserId user = by.user();
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(perUser));
    arguments.add(bytes(goneMax));
    arguments.add(bytes(by.device().value()));
    arguments.add(bytes(by.session()));
    for (PreferenceChange each : changes) {
      arguments.add(bytes(SettingsForm.subject(each)));
      arguments.add(SettingsForm.fields(each.wanted()));
    }
    byte[][] keys = {
      Keys.settings(user),
      Keys.settingsVersions(user),
      Keys.settingsGone(user),
      Keys.channel(user),
      Keys.settingsDeleted(user)
    };
    return Failures.refusing(
        change
            .run(keys, arguments.toArray(byte[][]::new))
            .thenApply(reply -> changed(changes, reply)));
  }

  private List<ConversationSettings> changed(List<PreferenceChange> changes, List<Object> reply) {
    if (Reply.text(reply.get(0)).equals("refused")) {
      throw new RefusedException(
          Reason.TOO_MANY,
          "settings of "
              + SettingsForm.conversation(Reply.text(reply.get(1)))
              + ": too many (expected: <= "
              + perUser
              + ")",
          String.valueOf(perUser));
    }
    List<ConversationSettings> settings = new ArrayList<>(changes.size());
    for (int i = 0; i < changes.size(); i++) {
      settings.add(
          new ConversationSettings(
              changes.get(i).conversation(),
              Reply.number(reply.get(1 + 3 * i)),
              Reply.number(reply.get(2 + 3 * i)),
              SettingsForm.preferences((byte[]) reply.get(3 + 3 * i))));
    }
    return settings;
  }

  @Override
  public CompletionStage<SettingsPage> since(UserId user, long version) {
    byte[][] keys = {Keys.settings(user), Keys.settingsVersions(user), Keys.settingsGone(user)};
    return Failures.refusing(
        since.run(keys, bytes(version), bytes(PAGE)).thenApply(RedisConversationSettings::page));
  }

  private static SettingsPage page(List<Object> reply) {
    List<ConversationSettings> settings = new ArrayList<>();
    for (int i = 4; i < reply.size(); i += 3) {
      long version = Reply.number(reply.get(i + 1));
      settings.add(
          new ConversationSettings(
              SettingsForm.conversation(Reply.text(reply.get(i))),
              version,
              version,
              SettingsForm.preferences((byte[]) reply.get(i + 2))));
    }
    return new SettingsPage(
        settings,
        Reply.number(reply.get(0)),
        Reply.number(reply.get(1)) == 1,
        Reply.number(reply.get(2)) == 1,
        Reply.number(reply.get(3)));
  }
}

package dev.ferry.server.testkit;

import dev.ferry.client.message.DeletedForMe;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchSettings;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.LogPlace;
import dev.ferry.protocol.v1.SettingsPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the server has of a user's settings, as a device shows them that knows all heads. */
public final class StoredSettings {
  private final Map<String, Head> heads;
  private final Map<String, ConversationSettings> settings = new HashMap<>();

  private final List<DeletedForMe> deleted = new ArrayList<>();

  private StoredSettings(Map<String, Head> heads) {
    this.heads = heads;
  }

  /** Those of the user whose session {@code asker} is; at most one page of each. */
  public static StoredSettings of(RawClient asker) {
    StoredSettings stored =
        new StoredSettings(
            asker.call(Requests.heads("")).getHeads().getHeadsList().stream()
                .collect(Collectors.toMap(Head::getConversation, head -> head)));
    SettingsPage page =
        asker
            .call(ClientFrame.newBuilder().setFetchSettings(FetchSettings.getDefaultInstance()))
            .getSettingsPage();
    if (page.getMore()) {
      throw new AssertionError("more than a page of settings");
    }
    for (var each : page.getSettingsList()) {
      if (each.hasDeleted()) {
        stored.deleted.add(
            DeletedForMe.message(
                each.getConversation(), each.getDeleted().getEpoch(), each.getDeleted().getSeq()));
        continue;
      }
      if (each.hasCleared()) {
        stored.deleted.add(
            DeletedForMe.upTo(
                each.getConversation(), each.getCleared().getEpoch(), each.getCleared().getSeq()));
      }
      Head head = stored.heads.get(each.getConversation());
      stored.settings.put(each.getConversation(), shown(each, head));
    }
    return stored;
  }

  public Map<String, Head> heads() {
    return heads;
  }

  public ConversationSettings of(String conversation) {
    return settings.getOrDefault(conversation, ConversationSettings.none(conversation));
  }

  /** Whether the user has deleted a message for itself. */
  public boolean isDeleted(MessageRef message) {
    return deleted.stream().anyMatch(each -> each.covers(message));
  }

  private static ConversationSettings shown(
      dev.ferry.protocol.v1.ConversationSettings settings, @Nullable Head head) {
    LogPlace hidden = settings.getHidden();
    LogPlace marked = settings.getMarked();
    return ConversationSettings.none(settings.getConversation())
        .withMutedUntilMs(settings.getMutedUntilMs())
        .withPinned(settings.getPinned())
        .withHidden(
            head != null
                && hidden.getEpoch() == head.getEpoch()
                && head.getSeq() <= hidden.getSeq())
        .withMarkedUnread(
            head != null
                && marked.getEpoch() == head.getEpoch()
                && head.getOwn().getRead() <= marked.getSeq())
        .withTexts(settings.getRemark(), settings.getDraft());
  }
}

package dev.ferry.client.core;

import dev.ferry.protocol.v1.ConversationSettings;
import dev.ferry.protocol.v1.LogPlace;
import dev.ferry.protocol.v1.SettingsChange;
import dev.ferry.protocol.v1.SettingsPage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the protocol promises of one user's settings of conversations. */
final class ModelSettings {
  private static final int PAGE_MAX = 2;

  private final Map<String, ConversationSettings> settings = new HashMap<>();
  private long version;
  private long floor;

  long version() {
    return settings.isEmpty() ? 0 : version;
  }

  ConversationSettings of(String conversation) {
    return settings.getOrDefault(
        conversation, ConversationSettings.newBuilder().setConversation(conversation).build());
  }

  /** What is deleted in a conversation, as words. */
  Set<String> deletedIn(String conversation) {
    Set<String> deleted = new HashSet<>();
    for (ConversationSettings each : settings.values()) {
      if (each.getConversation().equals(conversation) && each.hasDeleted()) {
        deleted.add(place(each.getDeleted()));
      }
      if (each.getConversation().equals(conversation) && each.hasCleared()) {
        deleted.add("up to " + place(each.getCleared()));
      }
    }
    return deleted;
  }

  private static String place(LogPlace place) {
    return place.getEpoch() + "." + place.getSeq();
  }

  ConversationSettings change(SettingsChange change) {
    String conversation = change.getConversation();
    String subject =
        change.hasDeleted()
            ? SettingsWire.subject(conversation, change.getDeleted())
            : conversation;
    ConversationSettings before =
        settings.getOrDefault(
            subject, ConversationSettings.newBuilder().setConversation(conversation).build());
    if (change.hasDeleted() && !before.hasDeleted() && reaches(conversation, change.getDeleted())) {
      return before.toBuilder().setDeleted(change.getDeleted()).build();
    }
    ConversationSettings after = SettingsWire.changed(before, change);
    if (SettingsWire.view(after).equals(SettingsWire.view(before))) {
      return before.toBuilder().setPrevious(before.getVersion()).build();
    }
    long previous = version();
    version++;
    floor = previous == 0 ? version - 1 : floor;
    after = after.toBuilder().setVersion(version).setPrevious(previous).build();
    settings.put(subject, after);
    settings
        .values()
        .removeIf(
            each ->
                each.getConversation().equals(conversation)
                    && each.hasDeleted()
                    && reaches(conversation, each.getDeleted()));
    return after;
  }

  private boolean reaches(String conversation, LogPlace message) {
    LogPlace cleared = of(conversation).getCleared();
    return cleared.getEpoch() != 0 && !SettingsWire.isBeyond(message, cleared);
  }

  /** The server loses all settings; its clock goes on. */
  void lose() {
    settings.clear();
    version += 10;
  }

  SettingsPage since(long asked) {
    boolean restarted = asked > version() || asked < floor;
    long since = restarted ? 0 : asked;
    List<ConversationSettings> later = new ArrayList<>(settings.values());
    later.removeIf(each -> each.getVersion() <= since);
    later.sort(Comparator.comparingLong(ConversationSettings::getVersion));
    boolean more = later.size() > PAGE_MAX;
    List<ConversationSettings> page = more ? later.subList(0, PAGE_MAX) : later;
    SettingsPage.Builder answer = SettingsPage.newBuilder().setMore(more).setRestarted(restarted);
    page.forEach(each -> answer.addSettings(each.toBuilder().clearPrevious()));
    return answer
        .setAsOf(version)
        .setVersion(page.isEmpty() ? version() : page.get(page.size() - 1).getVersion())
        .build();
  }
}

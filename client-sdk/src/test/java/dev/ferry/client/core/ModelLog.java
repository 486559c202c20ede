package dev.ferry.client.core;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.GroupChange;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.SendMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the protocol promises of one conversation's log, and no more: it remembers only the last
 * {@code unackedMax} messages that it accepted of each device.
 */
final class ModelLog {
  final String conversation;
  final List<Message> entries = new ArrayList<>();
  final ModelCursors cursors = new ModelCursors(entries);
  long epoch = 1;
  private final int unackedMax;
  private final Map<String, Deque<Message>> accepted = new HashMap<>();

  ModelLog(String conversation, int unackedMax) {
    this.conversation = conversation;
    this.unackedMax = unackedMax;
  }

  Stretches of(String user) {
    return new Stretches(conversation, entries, user);
  }

  private Deque<Message> recent(String user, String device) {
    return accepted.computeIfAbsent(user + "/" + device, key -> new ArrayDeque<>());
  }

  /** What was accepted of the device under this id, if that is remembered. */
  Optional<Message> known(ByteString id, String user, String device) {
    return find(recent(user, device), id);
  }

  boolean outOfOrder(SendMessage send, String user, String device) {
    return !send.getAfter().isEmpty() && known(send.getAfter(), user, device).isEmpty();
  }

  /** The entry of what is sent, which is not known and in order. */
  Message append(SendMessage send, String user, String device, long nowMs) {
    Message.Builder draft = draft(send, user, device);
    if (send.hasOperation()) {
      draft.setOperation(send.getOperation().toBuilder().clearTargetEpoch());
    }
    return append(draft, nowMs);
  }

  /** Remembers an operation that had nothing to do. */
  Message nothing(SendMessage send, String user, String device) {
    Message nothing = draft(send, user, device).setEpoch(epoch).build();
    remember(recent(user, device), nothing);
    return nothing;
  }

  private static Message.Builder draft(SendMessage send, String user, String device) {
    return Message.newBuilder()
        .setSender(user)
        .setSenderDevice(device)
        .setClientMessageId(send.getClientMessageId())
        .setContent(send.getContent())
        .addAllMentions(send.getMentionsList())
        .setMentionAll(send.getMentionAll());
  }

  Message append(Message.Builder draft, long nowMs) {
    Message entry =
        draft
            .setConversation(conversation)
            .setEpoch(epoch)
            .setSeq(entries.size() + 1L)
            .setTimeMs(nowMs)
            .build();
    entries.add(entry);
    entry = entry.toBuilder().setCount(cursors.count(entry.getSeq())).build();
    entries.set(entries.size() - 1, entry);
    if (entry.hasChange()) {
      admit(entry);
    } else if (!entry.hasOperation()) {
      cursors.at(entry.getSender(), entry.getSeq());
    }
    remember(recent(entry.getSender(), entry.getSenderDevice()), entry);
    return entry;
  }

  /** Who comes in has nothing unread. */
  private void admit(Message entry) {
    GroupChange change = entry.getChange();
    switch (change.getKind()) {
      case CREATED, ADDED, JOINED ->
          change.getUsersList().forEach(user -> cursors.at(user, entry.getSeq()));
      default -> {}
    }
  }

  /** The newest entry that tells of a change; 0 for none. */
  long version() {
    long version = 0;
    for (Message entry : entries) {
      version = entry.hasChange() ? entry.getSeq() : version;
    }
    return version;
  }

  private void remember(Deque<Message> recent, Message entry) {
    recent.add(entry);
    if (recent.size() > unackedMax) {
      recent.remove();
    }
  }

  private static Optional<Message> find(Deque<Message> recent, ByteString id) {
    return recent.stream().filter(entry -> entry.getClientMessageId().equals(id)).findFirst();
  }

  /** The log falls back to its first {@code kept} entries and begins another life. */
  void rollBack(int kept) {
    epoch++;
    List<Message> rest = new ArrayList<>(entries.subList(0, kept));
    entries.clear();
    accepted.clear();
    for (Message entry : rest) {
      Message moved = entry.toBuilder().setEpoch(epoch).build();
      entries.add(moved);
      remember(recent(moved.getSender(), moved.getSenderDevice()), moved);
    }
    cursors.rollBack();
  }

  MessagePage page(String user, long fromSeq, int limit, int pageMax) {
    Stretches stretches = of(user);
    Stretches.Stretch part = stretches.from(fromSeq);
    int count = limit == 0 ? pageMax : Math.min(limit, pageMax);
    MessagePage.Builder page =
        MessagePage.newBuilder()
            .setConversation(conversation)
            .setEpoch(epoch)
            .setHeadSeq(stretches.head())
            .setFirstSeq(part.first());
    long from = Math.max(Math.max(1, part.first()), fromSeq);
    for (long seq = from; seq <= part.last() && page.getMessagesCount() < count; seq++) {
      page.addMessages(ModelOutcomes.shown(entries, entries.get((int) seq - 1), user));
    }
    return page.build();
  }
}

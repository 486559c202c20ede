package dev.ferry.client.core;

import com.google.protobuf.ByteString;
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
  long epoch = 1;
  private final int unackedMax;
  private final Map<String, Deque<Message>> accepted = new HashMap<>();

  ModelLog(String conversation, int unackedMax) {
    this.conversation = conversation;
    this.unackedMax = unackedMax;
  }

  /** The entry of the message, new or known; empty when it is out of order. */
  Optional<Message> append(SendMessage send, String user, String device, long nowMs) {
    Deque<Message> recent =
        accepted.computeIfAbsent(user + "/" + device, key -> new ArrayDeque<>());
    Optional<Message> known = find(recent, send.getClientMessageId());
    if (known.isPresent()) {
      return known;
    }
    if (!send.getAfter().isEmpty() && find(recent, send.getAfter()).isEmpty()) {
      return Optional.empty();
    }
    Message entry =
        Message.newBuilder()
            .setConversation(conversation)
            .setEpoch(epoch)
            .setSeq(entries.size() + 1L)
            .setTimeMs(nowMs)
            .setSender(user)
            .setSenderDevice(device)
            .setClientMessageId(send.getClientMessageId())
            .setContent(send.getContent())
            .build();
    entries.add(entry);
    remember(recent, entry);
    return Optional.of(entry);
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
      String sender = moved.getSender() + "/" + moved.getSenderDevice();
      remember(accepted.computeIfAbsent(sender, key -> new ArrayDeque<>()), moved);
    }
  }

  MessagePage page(long fromSeq, int limit, int pageMax) {
    int count = limit == 0 ? pageMax : Math.min(limit, pageMax);
    int from = (int) Math.min(entries.size(), Math.max(1, fromSeq) - 1);
    return MessagePage.newBuilder()
        .setConversation(conversation)
        .setEpoch(epoch)
        .setHeadSeq(entries.size())
        .setFirstSeq(entries.isEmpty() ? 0 : 1)
        .addAllMessages(entries.subList(from, Math.min(entries.size(), from + count)))
        .build();
  }
}

package dev.ferry.server.redis;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ClientMessageId;
import dev.ferry.server.model.Content;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Forwarded;
import dev.ferry.server.model.GroupCommand;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.Operation;
import dev.ferry.server.model.References;
import dev.ferry.server.model.UserId;
import dev.ferry.server.redis.stored.StoredChange;
import dev.ferry.server.redis.stored.StoredForwarded;
import dev.ferry.server.redis.stored.StoredMessage;
import java.util.Arrays;

/** Messages as the log keeps them, to and from the model. */
final class StoredForm {
  private static final String CHANGE_TYPE = "ferry.group";

  private StoredForm() {}

  static byte[] of(NewMessage message) {
    Content content = message.content();
    StoredMessage.Builder stored =
        StoredMessage.newBuilder()
            .setSender(message.sender().value())
            .setDevice(message.device().value())
            .setSession(message.session())
            .setClientMessageId(ByteString.copyFrom(message.id().bytes()))
            .setType(content.type())
            .setBody(UnsafeByteOperations.unsafeWrap(content.body()))
            .setText(content.text())
            .setSilent(content.silent())
            .setReplyTo(message.references().replyToSeq())
            .setMentionAll(message.references().mentionAll())
            .setTtlMs(message.ttlMs());
    message.references().mentions().forEach(user -> stored.addMentions(user.value()));
    Forwarded forwarded = message.references().forwarded();
    if (forwarded != null) {
      stored.setForwarded(
          StoredForwarded.newBuilder()
              .setSender(forwarded.sender().value())
              .setTimeMs(forwarded.timeMs())
              .setHops(forwarded.hops()));
    }
    Operation operation = message.operation();
    if (operation != null) {
      stored.setOperation(StoredOperations.of(operation));
      if (operation.kind() != Operation.Kind.EDIT) {
        stored.setText(StoredOperations.words(message.sender(), operation));
      }
    }
    return stored.build().toByteArray();
  }

  /** The entry of a change. */
  static byte[] of(GroupCommand command, ChangeForm.Entry entry) {
    return StoredMessage.newBuilder()
        .setSender(command.actor().value())
        .setDevice(command.device().value())
        .setSession(command.session())
        .setClientMessageId(ByteString.copyFrom(command.id().bytes()))
        .setType(CHANGE_TYPE)
        .setText(entry.words())
        .setChange(StoredChanges.of(entry.change()))
        .build()
        .toByteArray();
  }

  /** What makes an entry's change concern this user as well, when it is put behind the entry. */
  static byte[] piece(UserId user) {
    return StoredMessage.newBuilder()
        .setChange(StoredChange.newBuilder().addUsers(user.value()))
        .build()
        .toByteArray();
  }

  /**
   * @throws IllegalStateException when the bytes are not of this schema: someone else wrote to the
   *     log
   */
  static LogEntry entry(ConversationId conversation, Accepted place, ByteString bytes) {
    try {
      StoredMessage stored = StoredMessage.parseFrom(bytes);
      return new LogEntry(
          conversation,
          new Accepted(place.epoch(), place.seq(), place.timeMs(), count(place, stored)),
          new UserId(stored.getSender()),
          new DeviceId(stored.getDevice()),
          stored.getSession(),
          ClientMessageId.of(stored.getClientMessageId().toByteArray()),
          new Content(
              stored.getType(),
              stored.getBody().toByteArray(),
              stored.getText(),
              stored.getSilent()),
          stored.hasChange() ? StoredChanges.change(stored.getChange()) : null,
          references(stored),
          stored.hasOperation() ? StoredOperations.operation(stored.getOperation()) : null,
          stored.getTtlMs());
    } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
      throw new IllegalStateException("unreadable entry " + conversation + " " + place, e);
    }
  }

  private static References references(StoredMessage stored) {
    if (stored.getReplyTo() == 0
        && stored.getMentionsCount() == 0
        && !stored.getMentionAll()
        && !stored.hasForwarded()) {
      return References.NONE;
    }
    return new References(
        0,
        stored.getReplyTo(),
        stored.getMentionsList().stream().map(UserId::new).toList(),
        stored.getMentionAll(),
        stored.hasForwarded() ? forwarded(stored.getForwarded()) : null);
  }

  private static Forwarded forwarded(StoredForwarded stored) {
    return new Forwarded(new UserId(stored.getSender()), stored.getTimeMs(), stored.getHops());
  }

  /** Entries that were written before there was a count all count. */
  private static long count(Accepted place, StoredMessage stored) {
    return stored.hasCount() ? stored.getCount() : place.seq();
  }

  /** The message as the log has it: with its count behind it, as {@code part/tally.lua} puts it. */
  static byte[] counted(byte[] stored, long count) {
    byte[] tally = StoredMessage.newBuilder().setCount(count).build().toByteArray();
    byte[] all = Arrays.copyOf(stored, stored.length + tally.length);
    System.arraycopy(tally, 0, all, stored.length, tally.length);
    return all;
  }
}

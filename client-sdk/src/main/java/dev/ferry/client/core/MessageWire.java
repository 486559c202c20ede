package dev.ferry.client.core;

import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.message.Mark;
import dev.ferry.client.message.MessageOutcome;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Operation;
import dev.ferry.client.message.Origin;
import dev.ferry.client.message.Reaction;
import dev.ferry.protocol.v1.Edit;
import dev.ferry.protocol.v1.Forwarded;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.Outcome;
import dev.ferry.protocol.v1.Pin;
import dev.ferry.protocol.v1.React;
import dev.ferry.protocol.v1.Recall;
import dev.ferry.protocol.v1.Unpin;
import java.util.ArrayList;
import java.util.List;

/** Operations and outcomes between the wire and the values of the public face. */
final class MessageWire {
  private MessageWire() {}

  static dev.ferry.protocol.v1.Operation operation(
      MessageRef target, Operation.Kind kind, String emoji) {
    dev.ferry.protocol.v1.Operation.Builder wire =
        dev.ferry.protocol.v1.Operation.newBuilder()
            .setTargetEpoch(target.epoch())
            .setTargetSeq(target.seq());
    switch (kind) {
      case RECALL:
        return wire.setRecall(Recall.getDefaultInstance()).build();
      case EDIT:
        return wire.setEdit(Edit.getDefaultInstance()).build();
      case REACT:
        return wire.setReact(React.newBuilder().setEmoji(emoji)).build();
      case UNREACT:
        return wire.setReact(React.newBuilder().setEmoji(emoji).setRemoved(true)).build();
      case PIN:
        return wire.setPin(Pin.getDefaultInstance()).build();
      case UNPIN:
        return wire.setUnpin(Unpin.getDefaultInstance()).build();
      default:
        throw new IllegalArgumentException("kind: " + kind);
    }
  }

  private static Operation operation(dev.ferry.protocol.v1.Operation wire) {
    return new Operation(kind(wire), wire.getTargetSeq(), wire.getReact().getEmoji());
  }

  private static Operation.Kind kind(dev.ferry.protocol.v1.Operation wire) {
    switch (wire.getOpCase()) {
      case RECALL:
        return Operation.Kind.RECALL;
      case EDIT:
        return Operation.Kind.EDIT;
      case REACT:
        return wire.getReact().getRemoved() ? Operation.Kind.UNREACT : Operation.Kind.REACT;
      case PIN:
        return Operation.Kind.PIN;
      case UNPIN:
        return Operation.Kind.UNPIN;
      default:
        return Operation.Kind.UNKNOWN;
    }
  }

  /** {@code entry} with what the wire says of it beyond that. */
  static ReceivedMessage complete(ReceivedMessage entry, Message wire) {
    ReceivedMessage complete = entry;
    if (wire.hasOperation()) {
      complete = complete.withOperation(operation(wire.getOperation()));
    }
    if (wire.getReplyToSeq() != 0 || wire.getMentionsCount() > 0 || wire.getMentionAll()) {
      complete =
          complete.withReferences(
              wire.getReplyToSeq(), wire.getMentionsList(), wire.getMentionAll());
    }
    if (wire.getTtlMs() > 0) {
      complete = complete.withTtl(wire.getTtlMs());
    }
    if (wire.hasForwarded()) {
      complete = complete.withForwarded(origin(wire.getForwarded()));
    }
    if (wire.hasOutcome()) {
      complete = complete.withOutcome(outcome(wire.getOutcome()), wire.getOutcome().getSeq());
    }
    return complete;
  }

  private static Origin origin(Forwarded wire) {
    return new Origin(wire.getSender(), wire.getTimeMs(), wire.getHops());
  }

  static Forwarded forwarded(Origin origin) {
    return Forwarded.newBuilder()
        .setSender(origin.sender())
        .setTimeMs(origin.timeMs())
        .setHops(origin.hops())
        .build();
  }

  private static MessageOutcome outcome(Outcome wire) {
    if (wire.getExpired()) {
      return MessageOutcome.EXPIRED;
    }
    List<Reaction> reactions = new ArrayList<>(wire.getReactionsCount());
    for (dev.ferry.protocol.v1.Reaction each : wire.getReactionsList()) {
      reactions.add(
          new Reaction(each.getEmoji(), each.getCount(), each.getUsersList(), each.getMine()));
    }
    return new MessageOutcome(
        wire.hasRecalled() ? mark(wire.getRecalled()) : null,
        wire.getEdits(),
        wire.hasEdited() ? mark(wire.getEdited()) : null,
        wire.hasPinned() ? mark(wire.getPinned()) : null,
        reactions);
  }

  static Mark mark(dev.ferry.protocol.v1.Mark wire) {
    return new Mark(wire.getSeq(), wire.getTimeMs(), wire.getUser());
  }
}

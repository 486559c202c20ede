package dev.ferry.server.request;

import dev.ferry.protocol.v1.Edit;
import dev.ferry.protocol.v1.Edits;
import dev.ferry.protocol.v1.Mark;
import dev.ferry.protocol.v1.Outcome;
import dev.ferry.protocol.v1.Pin;
import dev.ferry.protocol.v1.Pins;
import dev.ferry.protocol.v1.React;
import dev.ferry.protocol.v1.Reaction;
import dev.ferry.protocol.v1.Reactions;
import dev.ferry.protocol.v1.Recall;
import dev.ferry.protocol.v1.SendMessage;
import dev.ferry.protocol.v1.Unpin;
import dev.ferry.protocol.v1.Version;
import dev.ferry.server.model.EditsPage;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.MessageOutcome;
import dev.ferry.server.model.Operation;
import dev.ferry.server.model.Pinned;
import dev.ferry.server.model.Reacted;
import dev.ferry.server.model.References;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.RefusedException.Reason;
import dev.ferry.server.model.UserId;
import java.util.List;

/** Operations, and what messages refer to, between the model and the wire. */
final class OperationFrames {
  private OperationFrames() {}

  /**
   * @throws InvalidValueException when a value is not of its form
   * @throws RefusedException for an operation that is newer than this server
   */
  static Operation operation(dev.ferry.protocol.v1.Operation wire) {
    Operation.Kind kind =
        switch (wire.getOpCase()) {
          case RECALL -> Operation.Kind.RECALL;
          case EDIT -> Operation.Kind.EDIT;
          case REACT ->
              wire.getReact().getRemoved() ? Operation.Kind.UNREACT : Operation.Kind.REACT;
          case PIN -> Operation.Kind.PIN;
          case UNPIN -> Operation.Kind.UNPIN;
          case OP_NOT_SET ->
              throw new RefusedException(
                  Reason.UNSUPPORTED_REQUEST, "operation: none that this server knows");
        };
    return new Operation(
        kind, wire.getTargetEpoch(), wire.getTargetSeq(), wire.getReact().getEmoji());
  }

  static dev.ferry.protocol.v1.Operation operation(Operation operation) {
    dev.ferry.protocol.v1.Operation.Builder wire =
        dev.ferry.protocol.v1.Operation.newBuilder().setTargetSeq(operation.targetSeq());
    return switch (operation.kind()) {
      case RECALL -> wire.setRecall(Recall.getDefaultInstance()).build();
      case EDIT -> wire.setEdit(Edit.getDefaultInstance()).build();
      case REACT, UNREACT ->
          wire.setReact(
                  React.newBuilder()
                      .setEmoji(operation.emoji())
                      .setRemoved(operation.kind() == Operation.Kind.UNREACT))
              .build();
      case PIN -> wire.setPin(Pin.getDefaultInstance()).build();
      case UNPIN -> wire.setUnpin(Unpin.getDefaultInstance()).build();
    };
  }

  /**
   * @throws InvalidValueException when a value is not of its form
   */
  static References references(SendMessage send) {
    if (send.getReplyToSeq() == 0
        && send.getMentionsCount() == 0
        && !send.getMentionAll()
        && !send.hasForwarded()) {
      return References.NONE;
    }
    return new References(
        send.getReplyToEpoch(),
        send.getReplyToSeq(),
        send.getMentionsList().stream().map(UserId::new).toList(),
        send.getMentionAll(),
        send.hasForwarded() ? ForwardFrames.forwarded(send.getForwarded()) : null);
  }

  /**
   * @param seq the entry after which that holds
   */
  static Outcome outcome(MessageOutcome outcome, long seq) {
    Outcome.Builder wire =
        Outcome.newBuilder().setSeq(seq).setEdits(outcome.edits()).setExpired(outcome.expired());
    if (outcome.recalled() != null) {
      wire.setRecalled(mark(outcome.recalled()));
    }
    if (outcome.edited() != null) {
      wire.setEdited(mark(outcome.edited()));
    }
    if (outcome.pinned() != null) {
      wire.setPinned(mark(outcome.pinned()));
    }
    outcome.reactions().forEach(reaction -> wire.addReactions(reaction(reaction)));
    return wire.build();
  }

  private static Mark mark(MessageOutcome.Mark mark) {
    Mark.Builder wire = Mark.newBuilder().setSeq(mark.seq()).setTimeMs(mark.timeMs());
    if (mark.user() != null) {
      wire.setUser(mark.user().value());
    }
    return wire.build();
  }

  private static Reaction reaction(MessageOutcome.Reaction reaction) {
    Reaction.Builder wire =
        Reaction.newBuilder()
            .setEmoji(reaction.emoji())
            .setCount(reaction.count())
            .setMine(reaction.mine());
    reaction.users().forEach(user -> wire.addUsers(user.value()));
    return wire.build();
  }

  static Reactions reactions(List<Reacted> all) {
    Reactions.Builder wire = Reactions.newBuilder();
    for (Reacted each : all) {
      wire.addReactions(
          dev.ferry.protocol.v1.Reacted.newBuilder()
              .setEmoji(each.emoji())
              .setUser(each.user().value()));
    }
    return wire.build();
  }

  static Edits edits(EditsPage page) {
    Edits.Builder wire = Edits.newBuilder().setNext(page.next());
    for (EditsPage.Version version : page.versions()) {
      wire.addVersions(
          Version.newBuilder()
              .setSeq(version.seq())
              .setTimeMs(version.timeMs())
              .setContent(Frames.content(version.content())));
    }
    return wire.build();
  }

  static Pins pins(List<Pinned> pins) {
    Pins.Builder wire = Pins.newBuilder();
    for (Pinned each : pins) {
      wire.addPins(
          dev.ferry.protocol.v1.Pinned.newBuilder().setSeq(each.seq()).setPinned(mark(each.pin())));
    }
    return wire.build();
  }
}

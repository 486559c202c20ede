package dev.ferry.server.request;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.ferry.protocol.v1.CompareHeads;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.CursorPush;
import dev.ferry.protocol.v1.GoAway;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.ReceiptsChanged;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.delivery.PushEncoder;
import dev.ferry.server.model.Cursor;
import dev.ferry.server.model.Head;
import dev.ferry.server.model.HeadsPage;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.LogPage;
import dev.ferry.server.model.MessageOutcome;
import dev.ferry.server.model.PrivacyChange;
import dev.ferry.server.model.Progress;
import dev.ferry.server.model.References;
import dev.ferry.server.model.SessionEnd;
import dev.ferry.server.model.Signal;
import java.time.Duration;

/** Values of the model as the wire has them. */
public final class Frames {
  private static final byte[] COMPARE_HEADS =
      ServerFrame.newBuilder()
          .setCompareHeads(CompareHeads.getDefaultInstance())
          .build()
          .toByteArray();

  private Frames() {}

  /** What is pushed to sessions. */
  public static PushEncoder pushes() {
    return new PushEncoder() {
      @Override
      public byte[] entry(LogEntry entry) {
        return ServerFrame.newBuilder().setMessagePush(message(entry)).build().toByteArray();
      }

      @Override
      public byte[] head(Head head) {
        return ServerFrame.newBuilder().setHeadPush(Frames.head(head)).build().toByteArray();
      }

      @Override
      public byte[] hint(Hint hint) {
        return Frames.hint(hint).build().toByteArray();
      }

      @Override
      public byte[] sessionEnd(SessionEnd end) {
        return Errors.frame(0, end.refusal());
      }
    };
  }

  /** The event after which a client pulls what it lacks. One shared array. */
  static byte[] compareHeads() {
    return COMPARE_HEADS;
  }

  /** The event that sends a client to another node. */
  static byte[] goAway(Duration reconnectAfter) {
    return ServerFrame.newBuilder()
        .setGoAway(GoAway.newBuilder().setReconnectAfterMs((int) reconnectAfter.toMillis()))
        .build()
        .toByteArray();
  }

  static Heads heads(HeadsPage page) {
    Heads.Builder heads = Heads.newBuilder().setNext(page.next()).setVersion(page.version());
    page.heads().forEach(head -> heads.addHeads(head(head)));
    return heads.build();
  }

  static dev.ferry.protocol.v1.Head head(Head head) {
    dev.ferry.protocol.v1.Head.Builder wire =
        dev.ferry.protocol.v1.Head.newBuilder()
            .setConversation(head.conversation().value())
            .setEpoch(head.epoch())
            .setSeq(head.seq())
            .setTimeMs(head.timeMs())
            .setLeft(head.left());
    if (!head.progress().equals(Progress.NONE)) {
      wire.setCount(head.progress().count())
          .setOwn(cursor(head.progress().own()))
          .addAllMentionSeqs(head.progress().mentions());
    }
    if (!head.progress().peer().equals(Cursor.NONE)) {
      wire.setPeer(cursor(head.progress().peer()));
    }
    return wire.build();
  }

  private static dev.ferry.protocol.v1.Cursor cursor(Cursor cursor) {
    return dev.ferry.protocol.v1.Cursor.newBuilder()
        .setDelivered(cursor.delivered())
        .setRead(cursor.read())
        .setReadCount(cursor.readCount())
        .build();
  }

  private static ServerFrame.Builder hint(Hint hint) {
    if (hint instanceof Hint.CursorMoved moved) {
      return ServerFrame.newBuilder()
          .setCursorPush(
              CursorPush.newBuilder()
                  .setConversation(moved.conversation().value())
                  .setUser(moved.by().user().value())
                  .setEpoch(moved.epoch())
                  .setCursor(cursor(moved.cursor())));
    }
    if (hint instanceof Hint.ReceiptsChanged changed) {
      return ServerFrame.newBuilder()
          .setReceiptsChanged(
              ReceiptsChanged.newBuilder()
                  .setConversation(changed.conversation().value())
                  .setEpoch(changed.epoch()));
    }
    if (hint instanceof Hint.SettingsChanged changed) {
      return ServerFrame.newBuilder().setSettingsPush(SettingsFrames.settings(changed.settings()));
    }
    if (hint instanceof Signal signal) {
      return ServerFrame.newBuilder().setSignalPush(PresenceFrames.signal(signal));
    }
    if (hint instanceof PrivacyChange change) {
      return ServerFrame.newBuilder().setPrivacyChanged(PrivacyFrames.changed(change));
    }
    throw new IllegalArgumentException("a hint that clients are not told of: " + hint);
  }

  static MessagePage page(LogPage page) {
    MessagePage.Builder messages =
        MessagePage.newBuilder()
            .setConversation(page.conversation().value())
            .setEpoch(page.epoch())
            .setHeadSeq(page.headSeq())
            .setFirstSeq(page.firstSeq());
    page.entries()
        .forEach(
            entry -> {
              Message.Builder message = message(entry);
              MessageOutcome outcome = page.outcomes().get(entry.place().seq());
              if (outcome != null) {
                message.setOutcome(OperationFrames.outcome(outcome, page.headSeq()));
              }
              messages.addMessages(message);
            });
    return messages.build();
  }

  private static Message.Builder message(LogEntry entry) {
    Message.Builder message =
        Message.newBuilder()
            .setConversation(entry.conversation().value())
            .setEpoch(entry.place().epoch())
            .setSeq(entry.place().seq())
            .setTimeMs(entry.place().timeMs())
            .setSender(entry.sender().value())
            .setSenderDevice(entry.device().value())
            .setClientMessageId(ByteString.copyFrom(entry.id().bytes()))
            .setContent(content(entry.content()))
            .setCount(entry.place().count());
    if (entry.change() != null) {
      message.setChange(GroupFrames.change(entry.change()));
    }
    if (entry.operation() != null) {
      message.setOperation(OperationFrames.operation(entry.operation()));
    }
    if (!entry.references().equals(References.NONE)) {
      message.setReplyToSeq(entry.references().replyToSeq());
      message.setMentionAll(entry.references().mentionAll());
      entry.references().mentions().forEach(user -> message.addMentions(user.value()));
    }
    return message;
  }

  static Content content(dev.ferry.server.model.Content content) {
    return Content.newBuilder()
        .setType(content.type())
        .setBody(UnsafeByteOperations.unsafeWrap(content.body()))
        .setText(content.text())
        .setSilent(content.silent())
        .build();
  }
}

package dev.ferry.client.core;

import dev.ferry.client.MessageContent;
import dev.ferry.client.MessageVersion;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Pinned;
import dev.ferry.client.message.Reacted;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Edits;
import dev.ferry.protocol.v1.FetchEdits;
import dev.ferry.protocol.v1.FetchPins;
import dev.ferry.protocol.v1.FetchReactions;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.Version;
import java.util.ArrayList;
import java.util.List;

/** Questions about single messages. */
public final class MessageQuestions {
  private MessageQuestions() {}

  /** All who reacted. */
  public static Question<List<Reacted>> reactions(MessageRef message) {
    FetchReactions.Builder fetch =
        FetchReactions.newBuilder().setConversation(message.conversation()).setSeq(message.seq());
    return new Question<>(
        ClientFrame.newBuilder().setFetchReactions(fetch),
        ServerFrame.BodyCase.REACTIONS,
        answer -> {
          List<Reacted> all = new ArrayList<>();
          for (dev.ferry.protocol.v1.Reacted each : answer.getReactions().getReactionsList()) {
            all.add(new Reacted(each.getEmoji(), each.getUser()));
          }
          return all;
        });
  }

  /** Some of what a message said. */
  public static final class Versions {
    private final List<MessageVersion> versions;
    private final long next;

    Versions(List<MessageVersion> versions, long next) {
      this.versions = versions;
      this.next = next;
    }

    public List<MessageVersion> versions() {
      return versions;
    }

    /** Where the following ones begin; 0 when there are none. */
    public long next() {
      return next;
    }
  }

  /** What a message said, from the version {@code fromSeq} on; 0 for the first. */
  public static Question<Versions> edits(MessageRef message, long fromSeq) {
    FetchEdits.Builder fetch =
        FetchEdits.newBuilder()
            .setConversation(message.conversation())
            .setSeq(message.seq())
            .setFromSeq(fromSeq);
    return new Question<>(
        ClientFrame.newBuilder().setFetchEdits(fetch),
        ServerFrame.BodyCase.EDITS,
        answer -> versions(answer.getEdits(), fromSeq));
  }

  private static Versions versions(Edits page, long fromSeq) throws MalformedFrameException {
    if (page.getNext() != 0 && page.getNext() <= fromSeq) {
      throw new MalformedFrameException("edits go on at " + page.getNext() + " after " + fromSeq);
    }
    List<MessageVersion> versions = new ArrayList<>();
    for (Version version : page.getVersionsList()) {
      Content content = version.getContent();
      versions.add(
          new MessageVersion(
              version.getSeq(),
              version.getTimeMs(),
              MessageContent.of(
                  content.getType(), content.getBody().toByteArray(), content.getText())));
    }
    return new Versions(versions, page.getNext());
  }

  /** The pins of a conversation. */
  public static Question<List<Pinned>> pins(String conversation) {
    return new Question<>(
        ClientFrame.newBuilder().setFetchPins(FetchPins.newBuilder().setConversation(conversation)),
        ServerFrame.BodyCase.PINS,
        answer -> {
          List<Pinned> pins = new ArrayList<>();
          for (dev.ferry.protocol.v1.Pinned each : answer.getPins().getPinsList()) {
            pins.add(new Pinned(each.getSeq(), MessageWire.mark(each.getPinned())));
          }
          return pins;
        });
  }
}

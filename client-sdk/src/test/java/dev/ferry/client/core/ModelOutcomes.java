package dev.ferry.client.core;

import dev.ferry.client.MessageContent;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Mark;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.Operation;
import dev.ferry.protocol.v1.Outcome;
import dev.ferry.protocol.v1.React;
import dev.ferry.protocol.v1.Reaction;
import dev.ferry.protocol.v1.SendMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What messages have become, found by going through the whole log each time. */
final class ModelOutcomes {
  private static final int USERS_MAX = 10;

  private final Map<String, List<String>> reactors = new LinkedHashMap<>();
  private final Map<String, List<String>> named = new LinkedHashMap<>();
  private Content content;
  private @Nullable Mark recalled;
  private @Nullable Mark edited;
  private @Nullable Mark pinned;
  private int edits;

  private ModelOutcomes(Content content) {
    this.content = content;
  }

  private static ModelOutcomes of(List<Message> entries, Message message) {
    ModelOutcomes outcome = new ModelOutcomes(message.getContent());
    for (Message entry : entries) {
      if (entry.hasOperation() && entry.getOperation().getTargetSeq() == message.getSeq()) {
        outcome.apply(entry);
      }
    }
    return outcome;
  }

  private void apply(Message entry) {
    Mark mark =
        Mark.newBuilder()
            .setSeq(entry.getSeq())
            .setTimeMs(entry.getTimeMs())
            .setUser(entry.getSender())
            .build();
    switch (entry.getOperation().getOpCase()) {
      case RECALL -> recalled = mark;
      case EDIT -> {
        edits++;
        edited = mark;
        content = entry.getContent();
      }
      case REACT -> react(entry.getOperation().getReact(), entry.getSender());
      case PIN -> pinned = mark;
      case UNPIN -> pinned = null;
      default -> throw new AssertionError("operation: " + entry);
    }
  }

  private void react(React react, String user) {
    List<String> users = reactors.computeIfAbsent(react.getEmoji(), key -> new ArrayList<>());
    List<String> names = named.computeIfAbsent(react.getEmoji(), key -> new ArrayList<>());
    if (react.getRemoved()) {
      users.remove(user);
      names.remove(user);
    } else {
      users.add(user);
      names.add(user);
    }
    if (names.size() > USERS_MAX) {
      names.remove(0);
    }
    if (users.isEmpty()) {
      reactors.remove(react.getEmoji());
      named.remove(react.getEmoji());
    }
  }

  private boolean reacts(String emoji, String user) {
    return reactors.getOrDefault(emoji, List.of()).contains(user);
  }

  /** Why the server takes no such operation, if so. */
  static Optional<ErrorCode> refusal(ModelLog log, SendMessage send, String user) {
    if (!send.hasOperation()) {
      return Optional.empty();
    }
    Operation operation = send.getOperation();
    Optional<Message> target = target(log, operation);
    if (target.isEmpty()) {
      return Optional.of(ErrorCode.NO_SUCH_MESSAGE);
    }
    boolean own = target.get().getSender().equals(user);
    if (!own && (operation.hasRecall() || operation.hasEdit())) {
      return Optional.of(ErrorCode.NOT_YOUR_MESSAGE);
    }
    boolean gone = of(log.entries, target.get()).recalled != null;
    return gone && !operation.hasRecall()
        ? Optional.of(ErrorCode.MESSAGE_RECALLED)
        : Optional.empty();
  }

  private static Optional<Message> target(ModelLog log, Operation operation) {
    return log.entries.stream()
        .filter(entry -> operation.getTargetEpoch() == log.epoch)
        .filter(entry -> entry.getSeq() == operation.getTargetSeq() && !entry.hasOperation())
        .findFirst();
  }

  /** Whether what is sent, and not refused, becomes an entry. */
  static boolean changes(ModelLog log, SendMessage send, String user) {
    if (!send.hasOperation()) {
      return true;
    }
    Operation operation = send.getOperation();
    ModelOutcomes now = of(log.entries, target(log, operation).orElseThrow());
    return switch (operation.getOpCase()) {
      case RECALL -> now.recalled == null;
      case REACT ->
          now.reacts(operation.getReact().getEmoji(), user) == operation.getReact().getRemoved();
      case PIN -> now.pinned == null;
      case UNPIN -> now.pinned != null;
      default -> true;
    };
  }

  /** The entry as a page has it. */
  static Message shown(List<Message> entries, Message entry, String reader) {
    if (entry.hasOperation()) {
      Message target = entries.get((int) entry.getOperation().getTargetSeq() - 1);
      boolean silent = of(entries, target).recalled != null;
      return silent ? entry.toBuilder().setContent(recalled()).build() : entry;
    }
    Outcome outcome = of(entries, entry).outcome(entries.size(), reader);
    if (outcome.equals(Outcome.newBuilder().setSeq(entries.size()).build())) {
      return entry;
    }
    Content edited =
        of(entries, entry).content.toBuilder().setSilent(entry.getContent().getSilent()).build();
    Content content = outcome.hasRecalled() ? recalled() : edited;
    return entry.toBuilder().setContent(content).setOutcome(outcome).build();
  }

  private static Content recalled() {
    return Wire.content(MessageContent.RECALLED);
  }

  private Outcome outcome(long head, String reader) {
    Outcome.Builder outcome = Outcome.newBuilder().setSeq(head);
    if (recalled != null) {
      return outcome.setRecalled(recalled).build();
    }
    if (edited != null) {
      outcome.setEdited(edited).setEdits(edits);
    }
    if (pinned != null) {
      outcome.setPinned(pinned);
    }
    reactors.forEach(
        (emoji, users) ->
            outcome.addReactions(
                Reaction.newBuilder()
                    .setEmoji(emoji)
                    .setCount(users.size())
                    .addAllUsers(named.getOrDefault(emoji, List.of()))
                    .setMine(users.contains(reader))));
    return outcome.build();
  }
}

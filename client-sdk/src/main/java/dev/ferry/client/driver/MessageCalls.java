package dev.ferry.client.driver;

import dev.ferry.client.Draft;
import dev.ferry.client.MessageContent;
import dev.ferry.client.MessageVersion;
import dev.ferry.client.Messages;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.core.MessageQuestions;
import dev.ferry.client.core.OutgoingForm;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.message.Operation;
import dev.ferry.client.message.Pinned;
import dev.ferry.client.message.Reacted;
import dev.ferry.client.store.OutgoingMessage;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Puts into the outbox, or asks of the server, what {@link Messages} is asked for. */
final class MessageCalls implements Messages {

  /** Has something sent. */
  interface Sender {
    CompletableFuture<SendReceipt> send(OutgoingMessage message);
  }

  /** Has messages deleted for the user: one, or if it is null all that are known. */
  interface Deleter {
    CompletableFuture<Void> delete(String conversation, @Nullable MessageRef message);
  }

  /** More than a message has, so a server that never comes to an end is noticed. */
  private static final int VERSIONS_MAX = 10_000;

  private final Sender sender;
  private final GroupCalls.Asker asker;
  private final SecureRandom random;
  private final Deleter deleter;
  private final DeletedNews deleted;

  MessageCalls(
      Sender sender,
      GroupCalls.Asker asker,
      SecureRandom random,
      Deleter deleter,
      DeletedNews deleted) {
    this.deleter = deleter;
    this.deleted = deleted;
    this.sender = sender;
    this.asker = asker;
    this.random = random;
  }

  private UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  @Override
  public CompletableFuture<SendReceipt> send(String conversation, Draft draft) {
    Objects.requireNonNull(conversation, "conversation");
    return sender.send(OutgoingForm.message(id(), conversation, draft));
  }

  @Override
  public CompletableFuture<SendReceipt> recall(MessageRef message) {
    return operate(message, Operation.Kind.RECALL, "");
  }

  @Override
  public CompletableFuture<SendReceipt> edit(MessageRef message, MessageContent content) {
    return sender.send(OutgoingForm.edit(id(), message, content));
  }

  @Override
  public CompletableFuture<SendReceipt> react(MessageRef message, String emoji) {
    return operate(message, Operation.Kind.REACT, emoji);
  }

  @Override
  public CompletableFuture<SendReceipt> unreact(MessageRef message, String emoji) {
    return operate(message, Operation.Kind.UNREACT, emoji);
  }

  @Override
  public CompletableFuture<SendReceipt> pin(MessageRef message) {
    return operate(message, Operation.Kind.PIN, "");
  }

  @Override
  public CompletableFuture<SendReceipt> unpin(MessageRef message) {
    return operate(message, Operation.Kind.UNPIN, "");
  }

  private CompletableFuture<SendReceipt> operate(
      MessageRef message, Operation.Kind kind, String emoji) {
    return sender.send(OutgoingForm.operation(id(), message, kind, emoji));
  }

  @Override
  public CompletableFuture<Void> deleteForMe(MessageRef message) {
    return deleter.delete(message.conversation(), message);
  }

  @Override
  public CompletableFuture<Void> clear(String conversation) {
    return deleter.delete(Objects.requireNonNull(conversation, "conversation"), null);
  }

  @Override
  public boolean isDeletedForMe(MessageRef message) {
    return deleted.isDeleted(message);
  }

  @Override
  public CompletableFuture<List<Reacted>> reactions(MessageRef message) {
    return asker.ask(MessageQuestions.reactions(message));
  }

  @Override
  public CompletableFuture<List<MessageVersion>> edits(MessageRef message) {
    CompletableFuture<List<MessageVersion>> all = new CompletableFuture<>();
    collect(message, 0, new ArrayList<>(), all);
    return all;
  }

  /** Adds the versions from {@code fromSeq} on to those before; a message has 101 at most. */
  private void collect(
      MessageRef message,
      long fromSeq,
      List<MessageVersion> versions,
      CompletableFuture<List<MessageVersion>> all) {
    CompletableFuture<MessageQuestions.Versions> unused =
        asker
            .ask(MessageQuestions.edits(message, fromSeq))
            .whenComplete(
                (page, failure) -> {
                  if (failure != null) {
                    all.completeExceptionally(failure);
                    return;
                  }
                  versions.addAll(page.versions());
                  if (page.next() == 0 || versions.size() > VERSIONS_MAX) {
                    all.complete(versions);
                  } else {
                    collect(message, page.next(), versions, all);
                  }
                });
  }

  @Override
  public CompletableFuture<List<Pinned>> pins(String conversation) {
    return asker.ask(MessageQuestions.pins(conversation));
  }
}

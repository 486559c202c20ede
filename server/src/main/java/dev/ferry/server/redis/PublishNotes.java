package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import com.google.protobuf.UnsafeByteOperations;
import dev.ferry.server.model.Accepted;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.GroupChange;
import dev.ferry.server.model.UserId;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells users' slots of entries whose append could not, and clears the notes that the append left.
 * Every node also looks for notes that are overdue, whoever left them, and makes up for them: so an
 * entry reaches indexes and connected devices within seconds although its node died in between
 * (P5). Two nodes may tell of the same entry; clients know it by its seq.
 */
final class PublishNotes {
  private static final Logger LOG = LoggerFactory.getLogger(PublishNotes.class);
  private static final Duration CLEAR_INTERVAL = Duration.ofMillis(100);
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(1);
  private static final Duration OVERDUE = Duration.ofSeconds(2);
  private static final int SWEEP_NOTES_MAX = 100;

  /** Beyond this, notes are left for the sweep, which publishes once more and clears them. */
  private static final int CLEARABLE_MAX = 10_000;

  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  private record Note(int bucket, byte[] member) {}

  private final RedisClusterAsyncCommands<byte[], byte[]> redis;
  private final NotifyScript notify;
  private final Script overdue;
  private final BlockingQueue<Note> clearable = new LinkedBlockingQueue<>(CLEARABLE_MAX);

  PublishNotes(RedisLink link, NotifyScript notify) {
    this.redis = link.commands();
    this.notify = notify;
    this.overdue = Script.named("overdue_notes", link.batch());
  }

  /** Starts to clear and to sweep. */
  void start(ScheduledExecutorService timer) {
    timer.scheduleWithFixedDelay(
        Periodic.task(this::clear), 0, CLEAR_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    timer.scheduleWithFixedDelay(
        Periodic.task(this::sweep), 0, SWEEP_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Tells the users whom an appended entry concerns; its note is cleared once every one's slot has
   * it. Any thread; returns at once.
   */
  void tell(ConversationId conversation, Accepted place, byte[] stored) {
    byte[] member = bytes(place.seq() + " " + conversation);
    tell(conversation, place, stored, new Note(Keys.bucket(conversation), member));
  }

  private void tell(ConversationId conversation, Accepted place, byte[] stored, Note note) {
    List<CompletionStage<?>> told =
        conversation.isGroup()
            ? tellOfMembership(conversation, place, stored)
            : tellPeers(conversation, place, stored);
    CompletableFuture.allOf(
            told.stream()
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture[]::new))
        .thenRun(() -> clearable.offer(note));
  }

  private List<CompletionStage<?>> tellPeers(
      ConversationId conversation, Accepted place, byte[] stored) {
    byte[] entry = BusForm.of(conversation, place, stored);
    List<CompletionStage<?>> told = new ArrayList<>();
    for (UserId peer : conversation.peers()) {
      told.add(notify.message(peer, conversation, entry));
    }
    return told;
  }

  private List<CompletionStage<?>> tellOfMembership(
      ConversationId group, Accepted place, byte[] stored) {
    byte[] entry = BusForm.of(group, place, stored);
    List<CompletionStage<?>> told = new ArrayList<>();
    GroupChange change =
        StoredForm.entry(group, place, UnsafeByteOperations.unsafeWrap(stored)).change();
    if (change != null) {
      for (UserId user : change.users()) {
        told.add(
            change.kind().admits()
                ? notify.admitted(user, group, place, entry)
                : notify.expelled(user, group, place));
      }
    }
    return told;
  }

  private void clear() {
    List<Note> notes = new ArrayList<>();
    clearable.drainTo(notes);
    Map<Integer, List<byte[]>> byBucket = new HashMap<>();
    for (Note note : notes) {
      byBucket.computeIfAbsent(note.bucket(), bucket -> new ArrayList<>()).add(note.member());
    }
    byBucket.forEach(
        (bucket, members) -> redis.zrem(Keys.notes(bucket), members.toArray(byte[][]::new)));
  }

  private void sweep() {
    for (int bucket = 0; bucket < Keys.BUCKETS; bucket++) {
      int swept = bucket;
      overdue
          .run(
              new byte[][] {Keys.notes(bucket), Keys.bucketPrefix(bucket)},
              bytes(String.valueOf(OVERDUE.toMillis())),
              bytes(String.valueOf(SWEEP_NOTES_MAX)))
          .thenAccept(found -> makeUp(swept, found));
    }
  }

  private void makeUp(int bucket, List<Object> found) {
    for (int i = 0; i < found.size(); i += 5) {
      byte[] member = (byte[]) found.get(i);
      Note note = new Note(bucket, member);
      Accepted place = Reply.accepted(found, i + 1);
      if (place.epoch() == 0) {
        clearable.offer(note);
      } else {
        makeUp(note, place, (byte[]) found.get(i + 4));
      }
    }
  }

  private void makeUp(Note note, Accepted place, byte[] stored) {
    String text = Reply.text(note.member());
    ConversationId conversation = ConversationId.parse(text.substring(text.indexOf(' ') + 1));
    try {
      tell(conversation, place, stored, note);
      LOG.atInfo()
          .addKeyValue("conversation", conversation)
          .addKeyValue("seq", place.seq())
          .log("published an entry that its node did not");
    } catch (IllegalStateException e) {
      // Nobody will ever be able to read it, and it must not keep others from their turn.
      LOG.error("unreadable entry", e);
      clearable.offer(note);
    }
  }
}

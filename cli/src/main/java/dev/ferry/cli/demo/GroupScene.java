package dev.ferry.cli.demo;

import dev.ferry.cli.connect.DurationConverter;
import dev.ferry.client.ConversationIds;
import dev.ferry.client.FerryException;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.group.GroupSettings;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Three people in a group, on two nodes: all talk, then one is removed. */
final class GroupScene {
  private static final String GROUP = ConversationIds.group("boat");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** How long what should not come is waited for. */
  private static final Duration SILENCE = Duration.ofMillis(300);

  private static final DateTimeFormatter CLOCK_TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final Narrator narrator;
  private final Person alice;
  private final Person bob;
  private final Person carol;

  /** Entries of the group's log so far. */
  private int entries;

  /**
   * @param alice on one node
   * @param bob on the other, as is {@code carol}
   */
  GroupScene(Narrator narrator, Person alice, Person bob, Person carol) {
    this.narrator = narrator;
    this.alice = alice;
    this.bob = bob;
    this.carol = carol;
  }

  void play() throws InterruptedException, ExecutionException, TimeoutException {
    create();
    List<Person> all = List.of(alice, bob, carol);
    say(alice, "Who is in the boat?", all);
    say(bob, "I am, on the other node.", all);
    say(carol, "So am I!", all);
    remove();
    int carolsEntries = entries;
    say(alice, "She was the one who rocked it.", List.of(alice, bob));
    String refusal = refusalOfCarol();
    Thread.sleep(SILENCE.toMillis());
    check(carolsEntries, refusal);
  }

  private void create() throws InterruptedException, ExecutionException, TimeoutException {
    long began = System.nanoTime();
    GroupSettings settings = GroupSettings.builder().name("The boat").build();
    get(alice.client().groups().create(GROUP, settings, List.of("bob", "carol")));
    entries++;
    awaitAll(List.of(alice, bob, carol));
    narrator.say("alice made a group of three; all know it " + words(began) + " later");
  }

  private void remove() throws InterruptedException, ExecutionException, TimeoutException {
    long began = System.nanoTime();
    get(alice.client().groups().remove(GROUP, List.of("carol")));
    entries++;
    awaitAll(List.of(alice, bob, carol));
    narrator.say("alice removed carol; all know it " + words(began) + " later");
  }

  private void say(Person speaker, String text, List<Person> hearers)
      throws InterruptedException, ExecutionException, TimeoutException {
    long began = System.nanoTime();
    var sent = speaker.client().send(GROUP, MessageContent.text(text));
    entries++;
    awaitAll(hearers);
    Duration heard = Duration.ofNanos(System.nanoTime() - began);
    get(sent);
    String time = CLOCK_TIME.format(LocalTime.now(ZoneId.systemDefault()));
    String measured = String.format(Locale.ROOT, "%.1f ms", heard.toNanos() / 1e6);
    narrator.speech(time, speaker.client().user(), text, measured);
  }

  private void awaitAll(List<Person> people) throws InterruptedException {
    for (Person person : people) {
      person.awaitReceivedIn(GROUP, entries, TIMEOUT);
    }
  }

  /** The code with which the server refuses what carol says now; empty when it does not. */
  private String refusalOfCarol() throws InterruptedException, TimeoutException {
    try {
      get(carol.client().send(GROUP, MessageContent.text("Let me back in!")));
      return "";
    } catch (ExecutionException e) {
      return e.getCause() instanceof FerryException reason ? reason.code() : e.toString();
    }
  }

  private void check(int carolsEntries, String refusal) {
    List<String> onOne = places(alice);
    narrator.check(
        "group-same",
        "alice and bob have the same " + onOne.size() + " entries, from two nodes",
        onOne.size() == entries && onOne.equals(places(bob)),
        null);
    List<String> carols = places(carol);
    narrator.check(
        "group-removed",
        "carol has those up to her removal, #" + carolsEntries + ", and none after it",
        carols.equals(onOne.subList(0, Math.min(carolsEntries, onOne.size()))),
        null);
    narrator.check(
        "group-refused",
        "what she writes afterwards is refused: " + (refusal.isEmpty() ? "no" : refusal),
        refusal.equals("FORBIDDEN"),
        null);
  }

  private static List<String> places(Person person) {
    return person.receivedIn(GROUP).stream().map(GroupScene::place).toList();
  }

  private static String place(ReceivedMessage entry) {
    return entry.epoch() + "." + entry.seq() + " " + entry.clientMessageId();
  }

  private static <T> T get(CompletableFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String words(long began) {
    return DurationConverter.words(Duration.ofNanos(System.nanoTime() - began));
  }
}

package dev.ferry.loadtest.scenario;

import dev.ferry.client.MessageContent;
import dev.ferry.client.message.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * What people do besides sending, in the conversations of a workload: they read, they are typing,
 * and they take back, edit and react to messages that were just sent. Made and ended by the
 * workload's thread.
 */
final class Doings {
  private static final String[] EMOJIS = {"👍", "❤", "😂"};

  private final double readShare;
  private final Duration readAfter;
  private final double typingRate;
  private final double recallRate;
  private final double editRate;
  private final double reactRate;
  private final List<Thread> threads = new ArrayList<>();

  /** All of it need not be said: nothing is done then. Rates are of all conversations together. */
  Doings(Scenario.Settings settings) {
    this.readShare = settings.share("read-share");
    this.readAfter = settings.durationIfAny("read-after");
    this.typingRate = settings.rateIfAny("typing-rate");
    this.recallRate = settings.rateIfAny("recall-rate");
    this.editRate = settings.rateIfAny("edit-rate");
    this.reactRate = settings.rateIfAny("react-rate");
  }

  /** Lets the person of that number read, if it is one of those who do; they are spread evenly. */
  void mayRead(Stage stage, Person person, int number) {
    if ((long) ((number + 1) * readShare) > (long) (number * readShare)) {
      int percent = 50 + stage.random().nextInt(101);
      person.readsAfter(readAfter.multipliedBy(percent).dividedBy(100));
    }
  }

  /**
   * Begins.
   *
   * @param part how much of the rates falls to this process, 0 to 1
   */
  void begin(Stage stage, List<Chat> chats, double part) {
    long seed = stage.random().nextLong();
    Random typing = new Random(seed);
    begin(typingRate * part, at -> any(any(chats, typing), typing).type());
    Random doing = new Random(seed + 1);
    begin(recallRate * part, at -> recall(stage, any(chats, doing), doing, at));
    Random editing = new Random(seed + 2);
    begin(editRate * part, at -> edit(stage, any(chats, editing), editing, at));
    Random reacting = new Random(seed + 3);
    begin(reactRate * part, at -> react(stage, any(chats, reacting), reacting, at));
  }

  /** Somebody in a conversation. */
  private record Writer(Person person, String conversation) {
    void type() {
      person.type(conversation);
    }
  }

  private static Chat any(List<Chat> chats, Random random) {
    return chats.get(random.nextInt(chats.size()));
  }

  private static Writer any(Chat chat, Random random) {
    return new Writer(chat.people().get(random.nextInt(chat.people().size())), chat.id());
  }

  private void begin(double rate, Consumer<Long> doing) {
    if (rate > 0) {
      Thread thread = new Thread(() -> run(rate, doing), "ferry-load-doing");
      threads.add(thread);
      thread.start();
    }
  }

  private static void run(double rate, Consumer<Long> doing) {
    try {
      Arrivals.run(rate, doing::accept);
    } catch (InterruptedException e) {
      // That is how it ends.
    }
  }

  private static void recall(Stage stage, Chat chat, Random random, long meantAt) {
    Recent.Said said = stage.recent().take(chat.id(), random);
    if (said != null) {
      said.by().operate(said.message(), Operation.Kind.RECALL, "", MessageContent.NONE, meantAt);
    }
  }

  private static void edit(Stage stage, Chat chat, Random random, long meantAt) {
    Recent.Said said = stage.recent().any(chat.id(), random);
    if (said != null) {
      MessageContent content = MessageContent.text("edited " + random.nextInt());
      said.by().operate(said.message(), Operation.Kind.EDIT, "", content, meantAt);
    }
  }

  /** Now and then a reaction is taken back, whether or not it is there. */
  private static void react(Stage stage, Chat chat, Random random, long meantAt) {
    Recent.Said said = stage.recent().any(chat.id(), random);
    if (said != null) {
      Operation.Kind kind = random.nextInt(4) == 0 ? Operation.Kind.UNREACT : Operation.Kind.REACT;
      String emoji = EMOJIS[random.nextInt(EMOJIS.length)];
      Person who = any(chat, random).person();
      who.operate(said.message(), kind, emoji, MessageContent.NONE, meantAt);
    }
  }

  void end() {
    threads.forEach(Thread::interrupt);
  }
}

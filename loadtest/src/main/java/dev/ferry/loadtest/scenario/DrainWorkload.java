package dev.ferry.loadtest.scenario;

import dev.ferry.client.ConversationIds;
import java.util.ArrayList;
import java.util.List;

/**
 * Users who were written to while they were away come online at once; done when each has all. The
 * first half of the users writes before figures count, the second half was never online.
 */
final class DrainWorkload implements Workload {
  private final int receivers;
  private final int messages;
  private final double rate;
  private final List<Person> senders = new ArrayList<>();
  private final List<Person> away = new ArrayList<>();

  DrainWorkload(Scenario.Settings settings) {
    this.receivers = settings.count("receivers");
    this.messages = settings.count("messages");
    this.rate = settings.rate("rate");
  }

  @Override
  public void prepare(Stage stage) throws InterruptedException {
    for (int i : stage.share().of(receivers)) {
      senders.add(stage.person(stage.unique("writer" + i), Integer.MAX_VALUE));
      away.add(stage.person(stage.unique("reader" + i), Integer.MAX_VALUE));
    }
    int pairs = away.size();
    for (int i = 0; i < pairs; i++) {
      stage.follow(senders.get(i), away.get(i));
    }
    stage.bringOnline(senders);
    long gap = (long) (1e9 / stage.share().of(rate, receivers));
    long begin = System.nanoTime();
    for (long number = 0; number < (long) pairs * messages; number++) {
      long meantAt = begin + number * gap;
      Arrivals.await(meantAt);
      int pair = (int) (number % pairs);
      Person from = senders.get(pair);
      from.say(ConversationIds.direct(from.user(), away.get(pair).user()), meantAt);
    }
    stage.awaitAcked();
  }

  @Override
  public void run(Stage stage) throws InterruptedException {
    long dialledAt = System.nanoTime();
    away.forEach(Person::dial);
    List<Person> waiting = new ArrayList<>(away);
    try {
      while (!waiting.isEmpty()) {
        long now = System.nanoTime();
        waiting.removeIf(
            person -> {
              boolean done = person.shown() >= messages;
              if (done) {
                stage.meters().drain.record(dialledAt, dialledAt, now);
              }
              return done;
            });
        Thread.sleep(1);
      }
    } finally {
      if (!waiting.isEmpty()) {
        stage.failed(waiting.size() + " of " + away.size() + " did not get all in time");
      }
    }
  }
}

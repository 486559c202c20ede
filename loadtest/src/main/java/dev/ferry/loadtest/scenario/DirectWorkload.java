package dev.ferry.loadtest.scenario;

import dev.ferry.client.ConversationIds;
import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of users. With a rate, each message is from the next user in turn to the other one of the
 * pair; without, everybody keeps so many messages unacked.
 */
final class DirectWorkload implements Workload {
  private final int pairs;
  private final double rate;

  /** Unacked messages of each user, when there is no rate. */
  private final int inFlight;

  private final Doings doings;

  /** One after the other are a pair. */
  private final List<Person> people = new ArrayList<>();

  private int next;

  DirectWorkload(Scenario.Settings settings) {
    this.pairs = settings.atLeast("users", 2) / 2;
    this.rate = settings.rate("rate");
    this.doings = new Doings(settings);
    this.inFlight = settings.atLeast("in-flight", rate > 0 ? 0 : 1);
  }

  @Override
  public void prepare(Stage stage) throws InterruptedException {
    for (int pair : stage.share().of(pairs)) {
      people.add(stage.person(stage.unique("pair" + 2 * pair), Integer.MAX_VALUE));
      people.add(stage.person(stage.unique("pair" + (2 * pair + 1)), Integer.MAX_VALUE));
    }
    for (int i = 0; i < people.size(); i += 2) {
      stage.follow(people.get(i), people.get(i + 1));
    }
    for (int i = 0; i < people.size(); i++) {
      doings.mayRead(stage, people.get(i), i);
    }
    stage.bringOnline(people);
  }

  @Override
  public void run(Stage stage) throws InterruptedException {
    List<Chat> chats = new ArrayList<>();
    for (int i = 0; i < people.size(); i += 2) {
      List<Person> pair = people.subList(i, i + 2);
      String id = ConversationIds.direct(pair.get(0).user(), pair.get(1).user());
      chats.add(new Chat(id, pair));
    }
    doings.begin(stage, chats, stage.share().of(1.0, pairs));
    try {
      load(stage);
    } finally {
      doings.end();
    }
  }

  private void load(Stage stage) throws InterruptedException {
    if (rate > 0) {
      Arrivals.run(stage.share().of(rate, pairs), this::say);
      return;
    }
    stage.loading(true);
    try {
      for (int i = 0; i < people.size(); i++) {
        Person from = people.get(i);
        String to = ConversationIds.direct(from.user(), people.get(i ^ 1).user());
        for (int n = 0; n < inFlight; n++) {
          from.keepSaying(to);
        }
      }
      Thread.sleep(Long.MAX_VALUE);
    } finally {
      stage.loading(false);
    }
  }

  private void say(long meantAt) {
    int number = next++ % people.size();
    Person from = people.get(number);
    from.say(ConversationIds.direct(from.user(), people.get(number ^ 1).user()), meantAt);
  }
}

package dev.ferry.loadtest.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Users who watch others, while those come and go: for a while, or for a moment that nobody is to
 * be told of. Each process has watchers and those whom they watch. At the end some go for good.
 */
final class PresenceWorkload implements Workload {
  private static final int AT_ONCE = 100;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** Shorter than what the server calls away, with a login and a slow machine added. */
  private static final Duration FLAP = Duration.ofSeconds(1);

  /** At the end one of so many goes and stays away. */
  private static final int GONE_PART = 10;

  private final int watchers;
  private final int watched;
  private final int comers;
  private final double rate;
  private final double flapShare;
  private final Duration awayFor;

  private final List<Comer> people = new ArrayList<>();

  PresenceWorkload(Scenario.Settings settings) {
    this.watchers = settings.count("watchers");
    this.comers = settings.count("comers");
    this.watched = settings.count("watched");
    if (watched > Math.min(comers, Watcher.WATCHED_MAX)) {
      throw new ScenarioException(
          "watched: %d (expected: <= comers and <= %d)".formatted(watched, Watcher.WATCHED_MAX));
    }
    this.rate = settings.rate("rate");
    this.flapShare = settings.share("flap-share");
    this.awayFor = settings.duration("away-for");
  }

  @Override
  public void prepare(Stage stage) throws InterruptedException {
    Map<String, Comer> byUser = new HashMap<>();
    for (int i : stage.share().of(comers)) {
      Comer comer = stage.comer(stage.unique("comer" + i));
      people.add(comer);
      byUser.put(comer.user(), comer);
    }
    for (int from = 0; from < people.size(); from += AT_ONCE) {
      List<Comer> some = people.subList(from, Math.min(people.size(), from + AT_ONCE));
      some.forEach(Comer::dial);
      await("comers come online", () -> some.stream().allMatch(Comer::isOnline));
      CompletableFuture.allOf(
              some.stream().map(Comer::showItself).toArray(CompletableFuture[]::new))
          .join();
    }
    List<Watcher> all = new ArrayList<>();
    List<String> users = new ArrayList<>(byUser.keySet());
    for (int i : stage.share().of(watchers)) {
      Watcher watcher = stage.watcher(stage.unique("watcher" + i), byUser);
      Collections.shuffle(users, stage.random());
      watcher.watch(List.copyOf(users.subList(0, Math.min(watched, users.size()))));
      all.add(watcher);
      if (all.size() % AT_ONCE == 0) {
        await("watchers know of all", () -> all.stream().allMatch(Watcher::isReady));
      }
    }
    await("watchers know of all", () -> all.stream().allMatch(Watcher::isReady));
  }

  private static void await(String what, BooleanSupplier done) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("not in time: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Override
  public void run(Stage stage) throws InterruptedException {
    Random random = new Random(stage.random().nextLong());
    try {
      Arrivals.run(stage.share().of(rate, comers), meantAt -> leave(random));
    } finally {
      for (int i = 0; i < people.size(); i += GONE_PART) {
        if (!people.get(i).isBusy()) {
          people.get(i).go();
        }
      }
    }
  }

  /** One who is there goes, if there is one. */
  private void leave(Random random) {
    for (int tries = 0; tries < people.size(); tries++) {
      Comer comer = people.get(random.nextInt(people.size()));
      if (!comer.isBusy() && comer.isOnline()) {
        comer.goFor(random.nextDouble() < flapShare ? FLAP : awayFor);
        return;
      }
    }
  }
}

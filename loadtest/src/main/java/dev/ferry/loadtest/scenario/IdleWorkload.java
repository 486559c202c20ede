package dev.ferry.loadtest.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * Sessions that do nothing. What one costs is the slope between a first part of them and all of
 * them, so that what a node needs anyhow does not count.
 */
final class IdleWorkload implements Workload {
  /** The slope begins at this part of them. */
  private static final int FIRST_PART = 3;

  private final int sessions;
  private final Neighbourhood neighbourhood;
  private final List<Person> people = new ArrayList<>();

  IdleWorkload(Scenario.Settings settings) {
    this.sessions = settings.atLeast("sessions", FIRST_PART);
    this.neighbourhood =
        new Neighbourhood(settings.atLeast("groups", 0), settings.count("group-size"));
  }

  @Override
  public void prepare(Stage stage) throws InterruptedException {
    int firstPart = sessions / FIRST_PART;
    List<Integer> mine = stage.share().of(sessions);
    for (int i : mine) {
      people.add(stage.person(stage.unique("idle" + i), 0));
    }
    neighbourhood.found(stage, people.stream().map(Person::user).toList());
    int first = (int) mine.stream().filter(number -> number < firstPart).count();
    stage.bringOnline(people.subList(0, first));
    long before = stage.peers().nodeMemoryBytes();
    stage.bringOnline(people.subList(first, people.size()));
    long after = stage.peers().nodeMemoryBytes();
    stage.meters().bytesPerSession((after - before) / (double) (sessions - firstPart));
  }

  @Override
  public void run(Stage stage) throws InterruptedException {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } finally {
      people.stream()
          .filter(person -> !person.isOnline())
          .forEach(person -> stage.failed(person.user() + " is not online any more"));
    }
  }
}

package dev.ferry.loadtest.scenario;

import java.util.ArrayList;
import java.util.List;

/**
 * Users who all come online at once: for the first time, or again after all of their connections
 * were cut in one moment; that several times if so wanted, of which the last time counts, when the
 * node is warm. Done when they all are.
 */
final class LoginStormWorkload implements Workload {
  private final boolean again;
  private final int sessions;

  /** Storms that are over before what counts begins. */
  private final int before;

  private final Neighbourhood neighbourhood;
  private final List<Person> people = new ArrayList<>();

  private LoginStormWorkload(Scenario.Settings settings, boolean again, int before) {
    this.again = again;
    this.before = before;
    this.sessions = settings.count("sessions");
    this.neighbourhood =
        new Neighbourhood(settings.atLeast("groups", 0), settings.count("group-size"));
  }

  static LoginStormWorkload first(Scenario.Settings settings) {
    return new LoginStormWorkload(settings, false, 0);
  }

  static LoginStormWorkload again(Scenario.Settings settings) {
    return new LoginStormWorkload(settings, true, settings.atLeast("storms-before", 0));
  }

  @Override
  public void prepare(Stage stage) throws InterruptedException {
    for (int i : stage.share().of(sessions)) {
      people.add(stage.person(stage.unique("storm" + i), 0));
    }
    neighbourhood.found(stage, people.stream().map(Person::user).toList());
    if (again) {
      stage.bringOnline(people);
    }
    for (int i = 0; i < before; i++) {
      people.forEach(Person::cut);
      stage.awaitOnline(people);
    }
  }

  @Override
  public void run(Stage stage) throws InterruptedException {
    people.forEach(again ? Person::cut : Person::dial);
    try {
      for (Person person : people) {
        while (!person.isBack() && !person.isClosed()) {
          Thread.sleep(1);
        }
      }
    } finally {
      long missing = people.stream().filter(person -> !person.isBack()).count();
      if (missing > 0) {
        stage.failed(missing + " of " + people.size() + " did not come online in time");
      }
    }
  }
}

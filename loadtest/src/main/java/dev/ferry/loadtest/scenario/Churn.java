package dev.ferry.loadtest.scenario;

import dev.ferry.client.core.GroupQuestions;
import dev.ferry.loadtest.crowd.Phone;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Members of one group who come and go, by themselves or by the owner's doing. They are the last
 * third; a change waits for the same user's one before. One thread uses it.
 */
final class Churn {
  private static final int PART = 3;

  private final String group;
  private final List<Person> people;
  private final Random random;
  private final BitSet away = new BitSet();
  private final CompletableFuture<?>[] last;

  Churn(String group, List<Person> people, Random random) {
    this.group = group;
    this.people = people;
    this.random = random;
    this.last = new CompletableFuture<?>[people.size()];
  }

  /** One change of somebody who has none under way; none when all have. */
  void change() {
    int comers = people.size() / PART;
    for (int tries = 0; tries < comers; tries++) {
      int number = people.size() - 1 - random.nextInt(comers);
      CompletableFuture<?> before = last[number];
      if (before == null || before.isDone()) {
        last[number] = change(number);
        return;
      }
    }
  }

  private CompletableFuture<?> change(int number) {
    Person person = people.get(number);
    Person owner = people.get(0);
    boolean comes = away.get(number);
    boolean byItself = random.nextBoolean();
    away.flip(number);
    List<String> users = List.of(person.user());
    if (comes) {
      return byItself
          ? person.change(GroupQuestions.join(Phone.randomId(), group, ""))
          : owner.change(GroupQuestions.add(Phone.randomId(), group, users));
    }
    return byItself
        ? person.change(GroupQuestions.leave(Phone.randomId(), group))
        : owner.change(GroupQuestions.remove(Phone.randomId(), group, users));
  }
}

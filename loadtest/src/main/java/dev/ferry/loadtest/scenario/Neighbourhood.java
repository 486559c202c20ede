package dev.ferry.loadtest.scenario;

import dev.ferry.client.core.GroupQuestions;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.loadtest.crowd.Phone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Users who each are in so many groups, of one size, of people drawn by lot. The groups belong to
 * founders who make them and go.
 */
final class Neighbourhood {
  private static final int ADDED_AT_ONCE = 200;
  private static final int MADE_AT_ONCE = 8;

  /** Below a user's limit of groups. */
  private static final int GROUPS_OF_A_FOUNDER = 400;

  private final int groupsEach;
  private final int groupSize;

  Neighbourhood(int groupsEach, int groupSize) {
    this.groupsEach = groupsEach;
    this.groupSize = groupSize;
  }

  void found(Stage stage, List<String> users) throws InterruptedException {
    List<List<String>> circles = new ArrayList<>();
    for (int layer = 0; layer < groupsEach; layer++) {
      List<String> mixed = new ArrayList<>(users);
      Collections.shuffle(mixed, stage.random());
      for (int from = 0; from < mixed.size(); from += groupSize) {
        circles.add(mixed.subList(from, Math.min(mixed.size(), from + groupSize)));
      }
    }
    for (int from = 0; from < circles.size(); from += GROUPS_OF_A_FOUNDER) {
      int to = Math.min(circles.size(), from + GROUPS_OF_A_FOUNDER);
      Person founder = stage.person(stage.own("founder" + from), 0);
      stage.bringOnline(List.of(founder));
      found(stage, founder, circles.subList(from, to), from);
      founder.hangUp();
    }
  }

  private static void found(
      Stage stage, Person founder, List<List<String>> circles, int firstNumber)
      throws InterruptedException {
    Semaphore free = new Semaphore(MADE_AT_ONCE);
    List<CompletableFuture<?>> made = new ArrayList<>();
    for (int i = 0; i < circles.size(); i++) {
      free.acquire();
      String id = "g/" + stage.own("circle" + (firstNumber + i));
      made.add(found(founder, id, circles.get(i)).whenComplete((done, failed) -> free.release()));
    }
    made.forEach(CompletableFuture::join);
  }

  private static CompletableFuture<?> found(Person founder, String id, List<String> users) {
    GroupSettings settings = GroupSettings.builder().name("circle").build();
    CompletableFuture<?> made =
        founder.ask(GroupQuestions.create(Phone.randomId(), id, settings, List.of()));
    for (int from = 0; from < users.size(); from += ADDED_AT_ONCE) {
      List<String> some = users.subList(from, Math.min(users.size(), from + ADDED_AT_ONCE));
      made =
          made.thenCompose(before -> founder.ask(GroupQuestions.add(Phone.randomId(), id, some)));
    }
    return made;
  }
}

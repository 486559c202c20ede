package dev.ferry.loadtest.scenario;

import dev.ferry.client.core.Question;
import dev.ferry.client.message.MessageRef;
import dev.ferry.loadtest.ledger.Conversation;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Members of a group who look who has read one of its newest messages. One thread uses it. */
final class Readers {
  private final Stage stage;
  private final Conversation group;
  private final List<Person> people;
  private final Random random;

  /** Whether what they are told is compared. */
  private final boolean compared;

  /**
   * @param compared false where members come and go: whether somebody was one when a list was made
   *     is not known here
   */
  Readers(Stage stage, Conversation group, List<Person> people, boolean compared) {
    this.compared = compared;
    this.stage = stage;
    this.group = group;
    this.people = people;
    this.random = stage.random();
  }

  void ask(long meantAt) {
    Recent.Said said = stage.recent().any(group.id(), random);
    if (said == null) {
      return;
    }
    MessageRef message = said.message();
    Person asker = people.get(random.nextInt(people.size()));
    Set<String> certain = stage.ledger().readers(group, message.epoch(), message.seq());
    long askedAt = System.nanoTime();
    stage.pending().begin();
    asker
        .ask(Question.receipts(group.id(), message.seq()))
        .whenComplete(
            (list, failure) -> {
              if (failure == null) {
                if (stage.meters().counts(meantAt)) {
                  stage.meters().readers.record(meantAt, askedAt, System.nanoTime());
                }
                if (compared && list.epoch() == message.epoch()) {
                  stage.ledger().listed(asker.seat(group.id()), list, certain);
                }
              } else if (!stage.mayLoseHints()) {
                // A fault may have taken the message away.
                stage.failed(asker.user() + " got no list of readers: " + failure);
              }
              stage.pending().end();
            });
  }
}

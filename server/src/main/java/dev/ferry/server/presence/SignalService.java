package dev.ferry.server.presence;

import dev.ferry.server.delivery.Rosters;
import dev.ferry.server.delivery.Topic;
import dev.ferry.server.group.GroupRates;
import dev.ferry.server.group.UserRates;
import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.Signal;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Session;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Signals to who is there: no log, one publish. In a direct conversation the other user gets it, if
 * it takes messages of the sender, in a group its members. Thread-safe.
 */
public final class SignalService {
  private static final GroupRates.Rate OF_CONVERSATION = new GroupRates.Rate(5, 10);
  private static final GroupRates.Rate OF_SENDER_THERE = new GroupRates.Rate(2, 5);

  private final SignalPublisher publisher;
  private final Rosters rosters;
  private final UserRates ofSender = new UserRates("signals", 5, 20);
  private final GroupRates rates = new GroupRates("signals", OF_CONVERSATION, OF_SENDER_THERE);

  public SignalService(SignalPublisher publisher, Rosters rosters) {
    this.publisher = publisher;
    this.rosters = rosters;
  }

  /**
   * Sends a signal of this session. On its loop.
   *
   * @throws RefusedException {@code FORBIDDEN} for a conversation that is not the user's, as far as
   *     this node has heard; {@code RATE_LIMITED}
   * @return fails with {@code NOT_ACCEPTED} or {@code BLOCKED_BY_YOU}
   */
  public CompletionStage<Void> send(Session session, Signal signal) {
    ConversationId conversation = signal.conversation();
    Topic topic = conversation.isGroup() ? group(session, conversation) : peer(signal);
    ofSender.take(signal.sender(), 1);
    return rates.within(conversation, signal.sender(), () -> publisher.publish(topic, signal));
  }

  private Topic group(Session session, ConversationId group) {
    if (!rosters.isSeated(session, group)) {
      throw RefusedException.notOf(session.user(), group);
    }
    return new Topic.OfGroup(group);
  }

  private static Topic peer(Signal signal) {
    List<UserId> peers = signal.conversation().peers();
    if (!peers.contains(signal.sender())) {
      throw RefusedException.notOf(signal.sender(), signal.conversation());
    }
    boolean first = peers.get(0).equals(signal.sender());
    return new Topic.OfUser(peers.get(first ? peers.size() - 1 : 0));
  }
}

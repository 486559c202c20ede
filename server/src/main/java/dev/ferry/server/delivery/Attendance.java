package dev.ferry.server.delivery;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.Standing;
import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Who is here: registers sessions, holds the topics of their users, and brings them into their
 * groups. Thread-safe.
 */
public final class Attendance {
  private final SessionRegistry sessions;
  private final Subscriptions subscriptions;
  private final Rosters rosters;

  public Attendance(SessionRegistry sessions, Subscriptions subscriptions, Rosters rosters) {
    this.sessions = sessions;
    this.subscriptions = subscriptions;
    this.rosters = rosters;
  }

  /**
   * Registers a session; what is published for its user after the stage is done reaches it. To be
   * followed, once it is subscribed and the user's groups were read after that, by one {@link
   * #enter}; and by one {@link #leave}, whatever comes of it, after the stages are done.
   */
  public CompletionStage<Void> join(Session session) {
    sessions.add(session);
    // Before the groups are read: which later ones the user is admitted to, its topic tells.
    rosters.admit(session);
    return subscriptions.hold(new Topic.OfUser(session.user()));
  }

  /**
   * Brings a session into its user's groups. What is published in them after the stage is done
   * reaches it; it may reach it before.
   *
   * @param groups what was read of the user's index after the session was subscribed
   * @return how the user stands in each of them
   */
  public CompletionStage<List<Standing>> enter(Session session, List<ConversationId> groups) {
    return rosters.enter(session, groups);
  }

  /** Takes a session out, and lets go of its topics. On its loop. */
  public void leave(Session session) {
    sessions.remove(session);
    rosters.leave(session);
    subscriptions.release(new Topic.OfUser(session.user()));
  }
}

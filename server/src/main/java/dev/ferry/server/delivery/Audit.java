package dev.ferry.server.delivery;

import dev.ferry.server.session.Session;
import dev.ferry.server.session.SessionRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends sessions of whose end this node did not hear, because the bus was away. Stateless; any
 * thread.
 */
public final class Audit {
  private static final Logger LOG = LoggerFactory.getLogger(Audit.class);

  /** The bus may be back before the connection for commands is. */
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

  private final SessionRegistry sessions;
  private final SessionTable table;
  private final PushEncoder encoder;

  public Audit(SessionRegistry sessions, SessionTable table, PushEncoder encoder) {
    this.sessions = sessions;
    this.table = table;
    this.encoder = encoder;
  }

  /**
   * Asks of one session: once its login is answered, because its stamp is not known before, and
   * again until Redis has answered or the session is gone.
   */
  public void check(Session session) {
    session.connection().loop().execute(() -> checkNow(session));
  }

  private void checkNow(Session session) {
    if (!sessions.of(session.user()).contains(session)) {
      return;
    }
    if (session.stamp() == 0) {
      session.connection().loop().after(AGAIN_AFTER, () -> checkNow(session));
    } else {
      ask(session);
    }
  }

  private void ask(Session session) {
    table
        .endOf(session.user(), session.device(), session.stamp())
        .whenComplete(
            (end, failure) -> {
              if (failure != null) {
                LOG.debug("a session was not checked", failure);
                session.connection().loop().after(AGAIN_AFTER, () -> check(session));
              } else {
                end.ifPresent(over -> session.end(over, encoder.sessionEnd(over)));
              }
            });
  }
}

package dev.ferry.server.privacy;

import dev.ferry.server.group.UserRates;
import dev.ferry.server.model.BlockedPage;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.Privacy;
import dev.ferry.server.model.RefusedException;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.Writers;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * What users may ask of their privacy. Checks what needs no Redis at once, and throws for it; the
 * rest fails the stage. Thread-safe.
 */
public final class PrivacyService {
  /** Users on one page of a block list. */
  public static final int PAGE_MAX = 500;

  private final PrivacyStore store;

  /** A list that a new device brings along is told in one go, and then at the pace of people. */
  private final UserRates changes = new UserRates("changes of privacy", 5, 200);

  public PrivacyService(PrivacyStore store) {
    this.store = store;
  }

  /**
   * @throws InvalidValueException for the user itself
   * @throws RefusedException {@code RATE_LIMITED}
   */
  public CompletionStage<Privacy> block(Mover by, UserId whom) {
    checkOther(by, whom);
    changes.take(by.user(), 1);
    return store.block(by, whom);
  }

  /** As {@link #block}. */
  public CompletionStage<Privacy> unblock(Mover by, UserId whom) {
    checkOther(by, whom);
    changes.take(by.user(), 1);
    return store.unblock(by, whom);
  }

  /**
   * @param writers empty to ask only
   * @throws RefusedException {@code RATE_LIMITED}
   */
  public CompletionStage<Privacy> set(Mover by, Optional<Writers> writers) {
    if (writers.isPresent()) {
      changes.take(by.user(), 1);
    }
    return store.set(by, writers);
  }

  /**
   * @param limit 0 for as many as a page holds
   */
  public CompletionStage<BlockedPage> blocked(UserId user, long after, int limit) {
    return store.blocked(user, after, limit == 0 ? PAGE_MAX : Math.min(limit, PAGE_MAX));
  }

  private static void checkOther(Mover by, UserId whom) {
    if (whom.equals(by.user())) {
      throw new InvalidValueException("user", whom.value(), "another one than who asks");
    }
  }
}

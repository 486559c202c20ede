package dev.ferry.server.privacy;

import dev.ferry.server.model.BlockedPage;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.Privacy;
import dev.ferry.server.model.UserId;
import dev.ferry.server.model.Writers;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Block lists and who may write, for all nodes. Every stage gives how the user stands then, or
 * fails with {@code UNAVAILABLE}, after which it is not known what was done: every change may be
 * repeated, and then comes to its end.
 */
public interface PrivacyStore {

  /**
   * Blocks a user. Once this is done, nothing of that user is appended to the direct conversation
   * any more.
   *
   * @return fails with {@code TOO_MANY} when the list is full
   */
  CompletionStage<Privacy> block(Mover by, UserId whom);

  /** Blocks a user no longer. */
  CompletionStage<Privacy> unblock(Mover by, UserId whom);

  /**
   * Says who may write.
   *
   * @param writers empty to change nothing
   */
  CompletionStage<Privacy> set(Mover by, Optional<Writers> writers);

  /**
   * Those whom a user blocks.
   *
   * @param after {@link BlockedPage#next} of the page before, or 0
   */
  CompletionStage<BlockedPage> blocked(UserId user, long after, int limit);
}

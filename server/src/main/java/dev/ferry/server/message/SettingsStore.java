package dev.ferry.server.message;

import dev.ferry.server.model.ConversationSettings;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.PreferenceChange;
import dev.ferry.server.model.SettingsPage;
import dev.ferry.server.model.UserId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** How users want their conversations, as Redis has it. Calls return at once; thread-safe. */
public interface SettingsStore {

  /**
   * Changes settings, all of it or nothing, and tells the user's other sessions. Of two changes to
   * the same field the one that came last stays. Fails with {@code TOO_MANY}, having changed
   * nothing, or {@code UNAVAILABLE}, which may have changed all of it; to repeat it does no harm.
   *
   * @param changes of as many conversations
   * @return how each of them is now, in the same order
   */
  CompletionStage<List<ConversationSettings>> change(Mover by, List<PreferenceChange> changes);

  /** One page of what was changed since a version; fails with {@code UNAVAILABLE}. */
  CompletionStage<SettingsPage> since(UserId user, long version);
}

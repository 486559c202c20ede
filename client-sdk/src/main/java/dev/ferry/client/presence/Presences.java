package dev.ferry.client.presence;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Who is online, and what others see of the client's user. Safe for use from any thread.
 *
 * <p>Whom the client watches it watches over all its connections, until it is told otherwise or
 * closed: {@link dev.ferry.client.ClientListener#onPresence} first tells how each of them is, then
 * what changes. While the client itself is not connected it tells nothing, and afterwards only what
 * has changed.
 *
 * <p>Futures fail with {@link dev.ferry.client.FerryException}: {@code REFUSED} when the server
 * refuses for good, {@code OUTBOX_FULL} when the client watches too many or too many calls have no
 * answer, {@code CLOSED}.
 */
public interface Presences {
  /** How many users a client can watch. */
  int WATCHED_MAX = 1000;

  /**
   * Watches users; done when the client, once started, has taken note, connected or not. The future
   * has how many users it watches then.
   */
  default CompletableFuture<Integer> watch(Collection<String> users) {
    return watch("", users);
  }

  /**
   * Watches fellow members of a group, such as those of its members that the screen shows. In a
   * group that the user is not in they look offline.
   *
   * @param group a group's conversation id; empty for none
   */
  CompletableFuture<Integer> watch(String group, Collection<String> users);

  /** Watches users no longer. */
  CompletableFuture<Integer> unwatch(Collection<String> users);

  /** Looks once. At most 200 users. */
  CompletableFuture<List<UserPresence>> fetch(Collection<String> users);

  /** What others see of the user. */
  CompletableFuture<PresenceSettings> settings();

  /** Sets the user's own words, at most 100 characters; empty takes them away. */
  CompletableFuture<PresenceSettings> setStatus(String status);

  /** Lets the user look offline to all others, or no longer. */
  CompletableFuture<PresenceSettings> setInvisible(boolean invisible);

  /** Sets who may know whether the user is online. */
  CompletableFuture<PresenceSettings> setVisibleTo(Visibility visibleTo);
}

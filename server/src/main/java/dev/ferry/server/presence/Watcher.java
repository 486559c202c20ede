package dev.ferry.server.presence;

import dev.ferry.server.model.UserId;
import java.util.List;

/** Who watches: a session. Two are equal when they stand for the same session. */
interface Watcher {

  UserId user();

  /**
   * Pushes news, which come to the client in the order of the calls and of the answers to its
   * requests. Returns at once.
   *
   * @param notTaken run on the thread of this call's room when the client does not read enough
   */
  void push(List<Presence> news, Runnable notTaken);
}

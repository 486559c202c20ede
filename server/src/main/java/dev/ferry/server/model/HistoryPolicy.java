package dev.ferry.server.model;

/** What somebody who joins a group may read of its log. */
public enum HistoryPolicy {
  /** From the entry on that tells of the joining. */
  FROM_JOIN,
  /** All that the log has. */
  ALL
}

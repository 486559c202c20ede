package dev.ferry.client.group;

/** What somebody who joins may read. */
public enum HistoryPolicy {
  /** From the entry on that tells of the joining. */
  FROM_JOIN,
  /** All that the log has. */
  ALL
}

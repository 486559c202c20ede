package dev.ferry.server.model;

/** How somebody becomes a member of a group without being added. */
public enum JoinPolicy {
  /** Whoever asks is in. */
  OPEN,
  /** Whoever asks waits for an admin; a link admits at once. */
  APPROVAL,
  /** Only with a link. */
  LINK,
  /** Not at all. */
  INVITE
}

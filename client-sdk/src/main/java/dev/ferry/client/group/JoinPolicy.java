package dev.ferry.client.group;

/** How somebody becomes a member without being added. */
public enum JoinPolicy {
  /** Whoever asks is in. */
  OPEN,
  /** Whoever asks waits for an admin; a link admits at once. */
  APPROVAL,
  /** Only with a link. */
  LINK,
  /** Not at all: links are refused as well. */
  INVITE
}

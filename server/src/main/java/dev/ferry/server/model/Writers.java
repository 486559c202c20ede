package dev.ferry.server.model;

/** Who may write to a user in direct conversations. */
public enum Writers {
  EVERYONE,

  /** Those with whom the user has a direct conversation that somebody wrote in. */
  CONTACTS,
  NOBODY
}

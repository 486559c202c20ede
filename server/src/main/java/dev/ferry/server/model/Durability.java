package dev.ferry.server.model;

/** When an append is acked (P1). */
public enum Durability {
  /** Redis's append-only file was synced before the reply. */
  DISK("acked after Redis wrote and synced its append-only file"),
  /** Redis has it in memory. */
  MEMORY("acked from Redis's memory: a crash of Redis can lose the last acked messages");

  private final String meaning;

  Durability(String meaning) {
    this.meaning = meaning;
  }

  /** A line for people. */
  public String meaning() {
    return meaning;
  }
}

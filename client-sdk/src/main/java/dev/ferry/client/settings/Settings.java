package dev.ferry.client.settings;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * How the user wants its conversations, the same on all of its devices. Safe for use from any
 * thread. {@link dev.ferry.client.ClientListener#onSettings} tells of changes, whichever device
 * made them.
 */
public interface Settings {
  /** Changes that may be on their way to the server; beyond it one fails with OUTBOX_FULL. */
  int OPEN_CHANGES_MAX = 1_000;

  /** How the user wants a conversation, as this device knows at this moment. */
  ConversationSettings of(String conversation);

  /** Those of all conversations for which something is set, in no order. */
  List<ConversationSettings> all();

  /**
   * Changes how the user wants a conversation: on this device at once, on the server as soon as
   * there is a connection, if need be in the next life of a store that keeps settings. Of changes
   * to the same field on several devices the one stays that came to the server last.
   *
   * <p>The future is done once the server has it. It fails with {@link
   * dev.ferry.client.FerryException}: {@code REFUSED} when the server refuses, and the change is
   * undone then; or when the conversation that is to be hidden or marked is not known here; {@code
   * OUTBOX_FULL}; {@code CLOSED}, and what a store keeps is sent later.
   */
  CompletableFuture<ConversationSettings> change(String conversation, SettingsChange change);
}

package dev.ferry.server.model;

/**
 * What the bus carries besides entries. It has no seq: one that is lost is made up for by the next,
 * when heads are compared, or when what it tells of is read again; a signal is not.
 */
public sealed interface Hint
    permits Hint.CursorMoved,
        Hint.ReceiptsChanged,
        Hint.SettingsChanged,
        PrivacyChange,
        Signal,
        UserState,
        SessionEnd {

  /** Where a user's cursor stands now. */
  record CursorMoved(ConversationId conversation, Mover by, long epoch, Cursor cursor)
      implements Hint {}

  /** Cursors of members of a group moved. */
  record ReceiptsChanged(ConversationId conversation, long epoch) implements Hint {}

  /**
   * How a user wants a conversation now.
   *
   * @param device whose session changed it
   * @param session the stamp of that session
   */
  record SettingsChanged(DeviceId device, long session, ConversationSettings settings)
      implements Hint {}
}

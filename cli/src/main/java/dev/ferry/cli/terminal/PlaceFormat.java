package dev.ferry.cli.terminal;

import dev.ferry.client.message.DeletedForMe;
import dev.ferry.client.message.MessageRef;
import java.util.LinkedHashMap;
import java.util.Map;

/** What programs are told of a place in a log, and not of what stands there. */
public final class PlaceFormat {
  private PlaceFormat() {}

  /** A message's time is over. */
  public static Map<String, Object> expiredJson(MessageRef message) {
    return event("expired", message.conversation(), message.epoch(), message.seq());
  }

  /** The user has deleted a message for itself, or everything up to one. */
  public static Map<String, Object> json(DeletedForMe deleted) {
    Map<String, Object> event =
        event("deleted", deleted.conversation(), deleted.epoch(), deleted.seq());
    event.put("everything", deleted.isUpTo());
    return event;
  }

  /** The log begins anew. */
  public static Map<String, Object> resetJson(String conversation, long oldEpoch, long newEpoch) {
    Map<String, Object> event = event("reset", conversation, newEpoch, 0);
    event.put("oldEpoch", oldEpoch);
    return event;
  }

  private static Map<String, Object> event(String kind, String conversation, long epoch, long seq) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("event", kind);
    event.put("conversation", conversation);
    event.put("epoch", epoch);
    event.put("seq", seq);
    return event;
  }
}

package dev.ferry.server.presence;

import java.util.List;

/** Encodes what watchers are pushed. */
public interface PresenceEncoder {

  /** The event that brings news of these users. */
  byte[] news(List<Presence> news);
}

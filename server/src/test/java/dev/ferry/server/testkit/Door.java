package dev.ferry.server.testkit;

/** The transports that clients come in by. */
public enum Door {
  TCP,
  WEB_SOCKET
}

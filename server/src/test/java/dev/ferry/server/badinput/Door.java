package dev.ferry.server.badinput;

/** The transports that clients come in by. */
enum Door {
  TCP,
  WEB_SOCKET
}

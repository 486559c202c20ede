package dev.ferry.cli.chat;

/** Where a chat is shown. Safe for use from any thread. */
interface Screen extends AutoCloseable {

  /** One line above whatever is being typed; its text is already harmless. */
  void line(String line);

  /** What the status bar says; screens without one ignore it. */
  void status(String status);

  /** Has {@code typed} run whenever something of a message is typed; screens of lines ignore it. */
  default void whenTyped(Runnable typed) {}

  /** The next line typed, or null at the end: Ctrl-D, Ctrl-C, end of input. */
  @org.jspecify.annotations.Nullable
  String read();

  @Override
  void close();
}

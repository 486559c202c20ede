package dev.ferry.cli.chat;

import dev.ferry.cli.connect.Failures;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.FerryClient;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.ReceivedMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks for the last messages of a conversation, and shows them; so they are read. */
final class HistoryTalk {
  private final FerryClient client;
  private final Screen screen;
  private final MessageFormat format;
  private final MessageTalk messages;

  /**
   * @param messages hears of what is shown, so that it finds it
   */
  HistoryTalk(FerryClient client, Screen screen, MessageFormat format, MessageTalk messages) {
    this.messages = messages;
    this.client = client;
    this.screen = screen;
    this.format = format;
  }

  void show(String conversation, int limit) {
    String where = MessageFormat.where(conversation, client.user());
    var unused =
        client
            .history(conversation, 0, limit)
            .whenComplete(
                (page, failure) -> {
                  show(where, page, failure);
                  if (page != null && page.headSeq() > 0) {
                    client.markRead(conversation, page.headSeq());
                  }
                });
  }

  private void show(String where, @Nullable HistoryPage page, @Nullable Throwable failure) {
    if (page == null) {
      screen.line("no history: " + (failure == null ? "no answer" : Failures.words(failure)));
      return;
    }
    if (page.messages().isEmpty()) {
      screen.line("-- no messages " + where + " yet --");
      return;
    }
    messages.seen(page);
    // What was done to messages is shown on them.
    List<ReceivedMessage> said =
        page.messages().stream()
            .filter(message -> message.operation() == null && !message.isDeletedForMe())
            .toList();
    screen.line("-- the last " + said.size() + " " + where + " --");
    said.forEach(message -> screen.line("#" + message.seq() + " " + format.shortLine(message)));
    screen.line("--");
  }
}

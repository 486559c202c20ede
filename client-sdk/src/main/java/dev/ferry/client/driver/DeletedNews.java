package dev.ferry.client.driver;

import dev.ferry.client.HistoryPage;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.message.DeletedForMe;
import dev.ferry.client.message.MessageRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the user has deleted for itself. Told on the driver thread, read on any. */
final class DeletedNews {
  private final Set<DeletedForMe> messages = ConcurrentHashMap.newKeySet();

  /** By conversation. */
  private final Map<String, DeletedForMe> cleared = new ConcurrentHashMap<>();

  void change(List<DeletedForMe> added, List<DeletedForMe> undone) {
    // What takes the place of another comes before that goes, so that nothing shows in between.
    for (DeletedForMe each : added) {
      if (each.isUpTo()) {
        cleared.put(each.conversation(), each);
      } else {
        messages.add(each);
      }
    }
    for (DeletedForMe each : undone) {
      if (each.isUpTo()) {
        cleared.remove(each.conversation(), each);
      } else {
        messages.remove(each);
      }
    }
  }

  boolean isDeleted(MessageRef message) {
    DeletedForMe upTo = cleared.get(message.conversation());
    return (upTo != null && upTo.covers(message))
        || messages.contains(
            DeletedForMe.message(message.conversation(), message.epoch(), message.seq()));
  }

  ReceivedMessage mark(ReceivedMessage message) {
    return isDeleted(message.ref()) ? message.withDeletedForMe() : message;
  }

  HistoryPage mark(HistoryPage page) {
    List<ReceivedMessage> marked = new ArrayList<>(page.messages().size());
    page.messages().forEach(message -> marked.add(mark(message)));
    return new HistoryPage(
        page.conversation(), page.epoch(), page.firstSeq(), page.headSeq(), marked);
  }
}

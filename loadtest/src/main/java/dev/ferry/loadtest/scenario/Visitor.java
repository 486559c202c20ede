package dev.ferry.loadtest.scenario;

import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.core.Question;
import dev.ferry.loadtest.crowd.Phone;
import dev.ferry.loadtest.crowd.PhoneListener;
import dev.ferry.loadtest.ledger.Conversation;
import dev.ferry.loadtest.ledger.CursorView;
import dev.ferry.loadtest.ledger.Device;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Another device of somebody, which comes when the load is over and knows nothing: what it is told
 * is what the server has. Told on its phone's loop.
 */
final class Visitor implements PhoneListener {
  private static final int PAGE = 200;

  private final Stage stage;
  private final Device device;

  /** By conversation; filled before the phone is started. */
  private final Map<String, CursorView> views = new ConcurrentHashMap<>();

  /** Of whose messages it has yet to see what became of them. */
  private final Map<String, Conversation> unseen = new ConcurrentHashMap<>();

  Visitor(Stage stage, Device device) {
    this.stage = stage;
    this.device = device;
  }

  /** What it is told of that conversation matters. */
  void look(Conversation conversation) {
    views.put(conversation.id(), conversation.witness(device));
    unseen.put(conversation.id(), conversation);
  }

  /** Whether it was told of all. */
  boolean isDone() {
    return unseen.isEmpty() && views.values().stream().allMatch(CursorView::isHeard);
  }

  @Override
  public void onState(Phone of, ClientState state) {
    device.at(stage.nodeAt(of.server()));
    views.values().forEach(view -> view.online(state == ClientState.ONLINE));
    if (state == ClientState.ONLINE) {
      unseen.values().forEach(conversation -> look(of, conversation));
    }
  }

  private void look(Phone of, Conversation conversation) {
    CompletableFuture<?> unused =
        of.ask(Question.history(conversation.id(), 0, PAGE))
            .whenComplete(
                (page, failure) -> {
                  if (unseen.remove(conversation.id()) != null) {
                    if (failure == null) {
                      stage.ledger().page(device, conversation, page);
                    } else {
                      stage.failed(of.options().user() + " got no page: " + failure);
                    }
                  }
                });
  }

  @Override
  public void onCursor(Phone of, ConversationCursor cursor) {
    CursorView view = views.get(cursor.conversation());
    if (view != null) {
      view.told(device, cursor);
    }
  }

  @Override
  public void onUnread(Phone of, String conversation, long unread) {
    CursorView view = views.get(conversation);
    if (view != null) {
      view.unread(unread);
    }
  }

  @Override
  public void onTally(Phone of, String conversation) {
    CursorView view = views.get(conversation);
    if (view != null) {
      view.heard();
    }
  }
}

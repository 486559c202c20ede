package dev.ferry.cli.chat;

import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.PresenceFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.ClientListener;
import dev.ferry.client.ConversationIds;
import dev.ferry.client.FerryClient;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.group.MembersPage;
import dev.ferry.client.presence.UserPresence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who of the conversation at hand is online, and who is writing. Safe for use from any thread; the
 * lock is held only to change the state.
 */
final class PresenceTalk implements ClientListener {
  /** More than that of a group nobody looks at. */
  private static final int MEMBERS_WATCHED = 100;

  private static final int TYPING_SHOWN = 3;

  private final FerryClient client;
  private final Screen screen;
  private final PresenceFormat format;
  private final Executor whenTypingFades;
  private final Runnable changed;

  /** The conversation at hand; guarded by this. */
  private @Nullable String here;

  /** Those who are watched, and how they are, as far as it was told; guarded by this. */
  private final Map<String, UserPresence> known = new HashMap<>();

  private final List<String> watched = new ArrayList<>();

  /** Who writes here, and until when by the monotonic clock; guarded by this. */
  private final Map<String, Long> typing = new TreeMap<>();

  /**
   * @param changed run when {@link #words} may be others
   */
  PresenceTalk(FerryClient client, Screen screen, MessageFormat format, Runnable changed) {
    this.client = client;
    this.screen = screen;
    this.format = new PresenceFormat(format);
    this.changed = changed;
    this.whenTypingFades =
        CompletableFuture.delayedExecutor(ReceivedSignal.TYPING_MS, TimeUnit.MILLISECONDS);
  }

  /**
   * Goes to another conversation; null for none. Who is in a group is asked by {@link #lookAround},
   * or when the group tells of a change: it may be one that the user is only about to join.
   */
  void go(@Nullable String conversation) {
    List<String> before;
    synchronized (this) {
      if (conversation == null ? here == null : conversation.equals(here)) {
        return;
      }
      here = conversation;
      before = List.copyOf(watched);
      watched.clear();
      known.clear();
      typing.clear();
    }
    if (!before.isEmpty()) {
      var unused = client.presence().unwatch(before);
    }
    if (conversation != null && !ConversationIds.isGroup(conversation)) {
      String peer = MessageFormat.place(conversation, client.user());
      watch(conversation, "", peer.equals(client.user()) ? List.of() : List.of(peer));
    }
  }

  /** Looks who of the group at hand is there. */
  void lookAround() {
    String at;
    synchronized (this) {
      at = here;
    }
    if (at != null && ConversationIds.isGroup(at)) {
      watchGroup(at);
    }
  }

  private void watchGroup(String group) {
    var unused = client.groups().members(group).thenAccept(page -> watch(group, page));
  }

  private void watch(String group, MembersPage page) {
    List<String> others =
        page.members().stream()
            .map(member -> member.user())
            .filter(user -> !user.equals(client.user()))
            .limit(MEMBERS_WATCHED)
            .toList();
    watch(group, group, others);
  }

  private void watch(String conversation, String group, List<String> users) {
    synchronized (this) {
      if (!conversation.equals(here) || users.isEmpty()) {
        return;
      }
      watched.addAll(users);
    }
    var unused = client.presence().watch(group, users);
  }

  /** What the status bar adds: {@code , online (phone)}, {@code , 3 online, bob is writing}. */
  synchronized String words() {
    String at = here;
    if (at == null) {
      return "";
    }
    String online = "";
    if (ConversationIds.isGroup(at)) {
      long count = known.values().stream().filter(UserPresence::isOnline).count();
      online = count == 0 ? "" : ", " + count + " online";
    } else if (!known.isEmpty()) {
      online = ", " + format.state(known.values().iterator().next());
    }
    return online + writing();
  }

  private synchronized String writing() {
    typing.values().removeIf(until -> until - System.nanoTime() <= 0);
    if (typing.isEmpty()) {
      return "";
    }
    String names =
        typing.keySet().stream()
            .limit(TYPING_SHOWN)
            .map(SafeText::of)
            .collect(Collectors.joining(", "));
    return ", " + names + (typing.size() == 1 ? " is writing" : " are writing");
  }

  @Override
  public void onPresence(List<UserPresence> news) {
    for (UserPresence each : news) {
      boolean tell;
      synchronized (this) {
        String at = here;
        if (at == null || !watched.contains(each.user())) {
          continue;
        }
        UserPresence before = known.put(each.user(), each);
        boolean wasOnline = before != null && before.isOnline();
        tell = !ConversationIds.isGroup(at) && each.isOnline() != wasOnline;
      }
      if (tell) {
        screen.line("-- " + format.sentence(each) + " --");
      }
    }
    changed.run();
  }

  @Override
  public void onSignal(ReceivedSignal signal) {
    synchronized (this) {
      if (!signal.isTyping() || !signal.conversation().equals(here)) {
        return;
      }
      long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ReceivedSignal.TYPING_MS);
      typing.put(signal.sender(), until);
    }
    changed.run();
    whenTypingFades.execute(changed);
  }

  @Override
  public void onMessage(ReceivedMessage message) {
    boolean admitted;
    synchronized (this) {
      admitted =
          message.change() != null && message.conversation().equals(here) && watched.isEmpty();
    }
    if (admitted) {
      watchGroup(message.conversation());
    }
    synchronized (this) {
      if (!message.conversation().equals(here) || typing.remove(message.sender()) == null) {
        return;
      }
    }
    changed.run();
  }
}

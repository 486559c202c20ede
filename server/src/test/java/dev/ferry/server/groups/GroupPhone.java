package dev.ferry.server.groups;

import dev.ferry.client.ClientState;
import dev.ferry.client.FerryException;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.core.GroupQuestions;
import dev.ferry.client.core.Question;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.GroupRole;
import dev.ferry.loadtest.crowd.Crowd;
import dev.ferry.loadtest.crowd.Phone;
import dev.ferry.loadtest.crowd.PhoneListener;
import dev.ferry.loadtest.crowd.PhoneOptions;
import dev.ferry.server.testkit.Tokens;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A device of one user that remembers which entries of one group it was shown, in their order.
 * Shown on the crowd's loop, asked by the test.
 */
final class GroupPhone implements PhoneListener {
  private final String group;
  private final Phone phone;

  /** Guarded by this. */
  private long[] seqs = new long[64];

  /** Guarded by this. */
  private int count;

  /** Times that it came online; guarded by this. */
  private int logins;

  GroupPhone(Crowd crowd, List<URI> servers, Tokens tokens, String user, String group) {
    this.group = group;
    String token = tokens.token(user);
    this.phone =
        crowd.phone(new PhoneOptions(servers, user, "phone", () -> token, Integer.MAX_VALUE), this);
  }

  GroupPhone start() {
    phone.start();
    return this;
  }

  void stop() {
    phone.stop();
  }

  String user() {
    return phone.options().user();
  }

  boolean isOnline() {
    return phone.state() == ClientState.ONLINE;
  }

  CompletableFuture<SendReceipt> say(String text) {
    return phone.send(group, MessageContent.text(text));
  }

  <T> CompletableFuture<T> ask(Question<T> question) {
    return phone.ask(question);
  }

  CompletableFuture<GroupReceipt> add(String... users) {
    return ask(GroupQuestions.add(Phone.randomId(), group, List.of(users)));
  }

  CompletableFuture<GroupReceipt> remove(String user) {
    return ask(GroupQuestions.remove(Phone.randomId(), group, List.of(user)));
  }

  CompletableFuture<GroupReceipt> promote(String user) {
    return ask(GroupQuestions.setRole(Phone.randomId(), group, user, GroupRole.ADMIN));
  }

  CompletableFuture<GroupReceipt> join() {
    return ask(GroupQuestions.join(Phone.randomId(), group, ""));
  }

  CompletableFuture<GroupReceipt> leave() {
    return ask(GroupQuestions.leave(Phone.randomId(), group));
  }

  /** What it was shown, in this order. */
  synchronized long[] shown() {
    return Arrays.copyOf(seqs, count);
  }

  synchronized int shownCount() {
    return count;
  }

  synchronized int logins() {
    return logins;
  }

  @Override
  public synchronized void onMessage(Phone shownTo, ReceivedMessage message) {
    if (!message.conversation().equals(group)) {
      return;
    }
    if (count == seqs.length) {
      seqs = Arrays.copyOf(seqs, 2 * count);
    }
    seqs[count++] = message.seq();
  }

  @Override
  public synchronized void onState(Phone of, ClientState state) {
    logins += state == ClientState.ONLINE ? 1 : 0;
  }

  @Override
  public void onDisconnected(Phone of, FerryException reason, boolean terminal) {
    if (terminal && reason.kind() != FerryException.Kind.CLOSED) {
      throw new AssertionError(user() + " gave up", reason);
    }
  }
}

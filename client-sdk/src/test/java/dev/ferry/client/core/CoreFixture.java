package dev.ferry.client.core;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.FerryException;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.privacy.PrivacyChange;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.client.store.Position;
import dev.ferry.client.store.Tally;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Content;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.GroupAck;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Limits;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SettingsPage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** A core whose server is the test: it sees every frame and event, and moves the time. */
final class CoreFixture implements Effects {
  static final String CHAT = "d/alice/bob";
  static final long HEARTBEAT_MS = 1_000;

  final InMemoryStore store;
  final ClientCore core;
  final Deque<ClientFrame> sent = new ArrayDeque<>();
  final List<String> events = new ArrayList<>();
  final List<String> messages = new ArrayList<>();
  private final List<String> news = new ArrayList<>();
  final List<String> saves = new ArrayList<>();
  final List<SendReceipt> receipts = new ArrayList<>();
  final List<FerryException> failures = new ArrayList<>();
  final List<Object> answers = new ArrayList<>();
  final List<UserPresence> presences = new ArrayList<>();
  final List<ReceivedSignal> signals = new ArrayList<>();
  final List<PrivacyChange> privacy = new ArrayList<>();
  int callsMax = 64;
  int unackedMax = 64;
  ByteString resumeToken = ByteString.EMPTY;
  long expiresInMs;
  long privacyVersion;
  long now = 1_000_000;
  long connection;
  int tokensAsked;
  int connects;
  private long ids;

  CoreFixture() {
    this(new InMemoryStore(), Integer.MAX_VALUE);
  }

  CoreFixture(InMemoryStore store, int firstSightMessages) {
    this(store, firstSightMessages, false);
  }

  CoreFixture(InMemoryStore store, int firstSightMessages, boolean deliveryReports) {
    this.store = store;
    CoreOptions options =
        new CoreOptions(
            "alice", "phone", "test", 1_000, firstSightMessages, 10_000, deliveryReports);
    core = new ClientCore(options, Kept.in(store), new Random(1), this);
  }

  // Steps towards a connection.

  CoreFixture connected() {
    core.start(now);
    return reconnected();
  }

  /** Lets the time come for the next try, then opens its transport. */
  CoreFixture reconnected() {
    while (core.state() == ClientState.DISCONNECTED) {
      advance(core.nextTickMs() - now);
    }
    core.token(connection, "token", now);
    core.opened(connection, now);
    return this;
  }

  CoreFixture online(Head... heads) {
    connected();
    return loggedIn(heads);
  }

  CoreFixture loggedIn(Head... heads) {
    return loggedIn("", heads);
  }

  CoreFixture loggedIn(String next, Head... heads) {
    return loggedIn(Heads.newBuilder().addAllHeads(List.of(heads)).setNext(next));
  }

  CoreFixture loggedIn(Heads.Builder heads) {
    ClientFrame login = take(ClientFrame.BodyCase.LOGIN);
    LoggedIn.Builder answer =
        LoggedIn.newBuilder()
            .setVersion(1)
            .setUser("alice")
            .setHeartbeatMs((int) HEARTBEAT_MS)
            .setLimits(
                Limits.newBuilder()
                    .setCallsMax(callsMax)
                    .setUnackedMax(unackedMax)
                    .setContentBytesMax(1_000))
            .setHeads(heads)
            .setResumeToken(resumeToken)
            .setExpiresInMs(expiresInMs)
            .setPrivacyVersion(privacyVersion);
    answer(login, ServerFrame.newBuilder().setLoggedIn(answer));
    return this;
  }

  // What the server does.

  void answer(ClientFrame call, ServerFrame.Builder answer) {
    receive(answer.setRequestId(call.getRequestId()));
  }

  void receive(ServerFrame.Builder frame) {
    core.received(connection, frame.build().toByteArray(), now);
  }

  void headPush(Head head) {
    receive(ServerFrame.newBuilder().setHeadPush(head));
  }

  void groupAck(ClientFrame change, long seq) {
    GroupAck.Builder ack = GroupAck.newBuilder().setEpoch(1).setSeq(seq).setTimeMs(7);
    answer(change, ServerFrame.newBuilder().setGroupAck(ack));
  }

  void ack(ClientFrame send, long seq) {
    ack(send, 1, seq);
  }

  void ack(ClientFrame send, long epoch, long seq) {
    MessageAck.Builder ack = MessageAck.newBuilder().setEpoch(epoch).setSeq(seq).setTimeMs(7);
    answer(send, ServerFrame.newBuilder().setMessageAck(ack));
  }

  void refuse(ClientFrame call, ErrorCode code, Duty duty, int retryAfterMs) {
    answer(call, error(code, duty, retryAfterMs));
  }

  static ServerFrame.Builder error(ErrorCode code, Duty duty, int retryAfterMs) {
    return ServerFrame.newBuilder()
        .setError(Error.newBuilder().setCode(code).setDuty(duty).setRetryAfterMs(retryAfterMs));
  }

  void push(long epoch, long seq) {
    receive(ServerFrame.newBuilder().setMessagePush(message(epoch, seq)));
  }

  static Message message(long epoch, long seq) {
    return Message.newBuilder()
        .setConversation(CHAT)
        .setEpoch(epoch)
        .setSeq(seq)
        .setSender("bob")
        .setSenderDevice("pc")
        .setClientMessageId(ByteString.copyFrom(new byte[16]))
        .setContent(Content.newBuilder().setType("text").setText("t" + seq))
        .build();
  }

  /** A page (from, to, head) of a log that begins at {@code first}. */
  void page(ClientFrame fetch, long epoch, long first, long... fromToHead) {
    MessagePage.Builder page =
        MessagePage.newBuilder()
            .setConversation(fetch.getFetchMessages().getConversation())
            .setEpoch(epoch)
            .setFirstSeq(first)
            .setHeadSeq(fromToHead[2]);
    for (long seq = fromToHead[0]; seq <= fromToHead[1]; seq++) {
      page.addMessages(message(epoch, seq));
    }
    answer(fetch, ServerFrame.newBuilder().setMessagePage(page));
  }

  static Head head(long epoch, long seq) {
    return head(CHAT, epoch, seq);
  }

  static Head head(String conversation, long epoch, long seq) {
    return Head.newBuilder().setConversation(conversation).setEpoch(epoch).setSeq(seq).build();
  }

  // What the app does.

  UUID send(String text) {
    return send(CHAT, text);
  }

  UUID send(String conversation, String text) {
    UUID id = new UUID(9, ++ids);
    core.send(ClientCore.outgoing(id, conversation, MessageContent.text(text)), now);
    return id;
  }

  <T> void ask(Question<T> question) {
    core.ask(
        question,
        new Answer<T>() {
          @Override
          public void answered(T value) {
            answers.add(value);
          }

          @Override
          public void failed(FerryException reason) {
            failures.add(reason);
          }
        },
        now);
  }

  // Time and what came out.

  void advance(long milliseconds) {
    now += milliseconds;
    core.tick(now);
  }

  /** Advances in the steps that the core asks for. */
  void advanceInSteps(long milliseconds) {
    long end = now + milliseconds;
    while (core.nextTickMs() <= end) {
      advance(Math.max(0, core.nextTickMs() - now));
    }
    advance(end - now);
  }

  ClientFrame take(ClientFrame.BodyCase body) {
    if (body != ClientFrame.BodyCase.FETCH_SETTINGS) {
      answerSettings();
    }
    ClientFrame frame = sent.poll();
    if (frame == null || frame.getBodyCase() != body) {
      throw new AssertionError("frame: " + frame + " (expected: " + body + ")");
    }
    return frame;
  }

  /** Nothing is set, for whoever does not look at the question. */
  private void answerSettings() {
    while (!sent.isEmpty() && sent.element().hasFetchSettings()) {
      ClientFrame asked = sent.remove();
      answer(
          asked,
          ServerFrame.newBuilder()
              .setSettingsPage(
                  SettingsPage.newBuilder().setVersion(asked.getFetchSettings().getSince())));
    }
  }

  ClientFrame takeSend() {
    return take(ClientFrame.BodyCase.SEND_MESSAGE);
  }

  ClientFrame takeFetch() {
    return take(ClientFrame.BodyCase.FETCH_MESSAGES);
  }

  List<String> texts() {
    List<String> texts = new ArrayList<>();
    sent.forEach(frame -> texts.add(frame.getSendMessage().getContent().getText()));
    return texts;
  }

  boolean idle() {
    answerSettings();
    return sent.isEmpty();
  }

  @Override
  public void askToken(long connection) {
    this.connection = connection;
    tokensAsked++;
  }

  @Override
  public void connect(long connection) {
    this.connection = connection;
    connects++;
  }

  @Override
  public void transmit(byte[] frame) {
    try {
      sent.add(ClientFrame.parseFrom(frame));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void disconnect(long connection) {
    events.add("disconnect");
    sent.clear();
  }

  @Override
  public void keep(OutgoingMessage message) {
    store.addOutgoing(message);
  }

  @Override
  public void forget(OutgoingMessage message) {
    store.removeOutgoing(message);
  }

  @Override
  public void state(ClientState state) {
    events.add(state.name());
  }

  @Override
  public void disconnected(FerryException reason, boolean terminal) {
    events.add((terminal ? "terminal " : "lost ") + reason.code());
  }

  @Override
  public void sent(SendReceipt receipt) {
    receipts.add(receipt);
  }

  @Override
  public void sendFailed(UUID id, FerryException reason) {
    failures.add(reason);
  }

  @Override
  public void message(ReceivedMessage message) {
    messages.add(message.epoch() + "." + message.seq());
  }

  @Override
  public void presence(List<UserPresence> news) {
    presences.addAll(news);
  }

  @Override
  public void signal(ReceivedSignal signal) {
    signals.add(signal);
  }

  @Override
  public void privacy(PrivacyChange change) {
    privacy.add(change);
  }

  @Override
  public void position(String conversation, Position position) {
    store.savePosition(conversation, position);
    saves.add("position " + position);
  }

  @Override
  public void reset(String conversation, long oldEpoch, long newEpoch) {
    messages.add("reset " + oldEpoch + ">" + newEpoch);
  }

  @Override
  public void headsVersion(long version) {
    store.saveHeadsVersion(version);
    saves.add("heads " + version);
  }

  /** News of that kind, in their order. */
  List<String> news(String kind) {
    List<String> found = new ArrayList<>(news);
    found.removeIf(each -> !each.startsWith(kind + " "));
    return found;
  }

  String lastNews(String kind) {
    List<String> found = news(kind);
    return found.isEmpty() ? "none" : found.get(found.size() - 1);
  }

  @Override
  public void unread(String conversation, long unread, long total) {
    news.add("unread " + conversation + " " + unread + " of " + total);
  }

  @Override
  public void mentions(String conversation, List<Long> seqs, int total) {
    news.add("mentions " + conversation + " " + seqs + " of " + total);
  }

  @Override
  public void cursor(ConversationCursor cursor) {
    news.add("cursor " + cursor);
  }

  @Override
  public void receiptsChanged(String conversation) {
    news.add("receipts " + conversation);
  }

  @Override
  public void settings(dev.ferry.client.settings.ConversationSettings settings) {
    news.add("settings " + settings);
  }

  @Override
  public void keepSettings(String conversation, byte[] settings) {
    store.saveSettings(conversation, settings);
  }

  @Override
  public void settingsVersion(long version) {
    store.saveSettingsVersion(version);
  }

  @Override
  public void tally(String conversation, Tally tally) {
    store.saveTally(conversation, tally);
  }
}

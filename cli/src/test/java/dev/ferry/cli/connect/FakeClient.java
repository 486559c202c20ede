package dev.ferry.cli.connect;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.ConversationCursor;
import dev.ferry.client.ConversationsPage;
import dev.ferry.client.FerryClient;
import dev.ferry.client.FerryException;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.MessageContent;
import dev.ferry.client.MessageReceipts;
import dev.ferry.client.Messages;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.device.Devices;
import dev.ferry.client.group.Groups;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.presence.Presences;
import dev.ferry.client.presence.UserPresence;
import dev.ferry.client.privacy.Privacy;
import dev.ferry.client.privacy.PrivacyChange;
import dev.ferry.client.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A client without a server: a test says what happens when it starts, and what was sent is kept.
 */
public final class FakeClient implements FerryClient {
  public final List<String> sent = new ArrayList<>();
  public final List<String> read = new ArrayList<>();
  public long unread;
  public int mentions;
  public CompletableFuture<MessageReceipts> receipts = new CompletableFuture<>();
  public final FakeGroups groups = new FakeGroups();
  public final FakeMessages messages = new FakeMessages();
  public final FakeSettings settings = new FakeSettings();
  public final FakePresences presences = new FakePresences();
  public final FakePrivacy privacy = new FakePrivacy();
  public final FakeGroups devices = new FakeGroups();
  public final List<ReceivedMessage> log = new ArrayList<>();
  public CompletableFuture<SendReceipt> answer = new CompletableFuture<>();
  private final ClientOptions options;
  private final Consumer<FakeClient> onStart;
  private final List<ClientListener> listeners = new ArrayList<>();
  private ClientState state = ClientState.DISCONNECTED;

  public FakeClient(ClientOptions options, Consumer<FakeClient> onStart) {
    this.options = options;
    this.onStart = onStart;
  }

  public void online() {
    state = ClientState.ONLINE;
    listeners.forEach(listener -> listener.onState(state));
  }

  public void disconnected(FerryException reason, boolean terminal) {
    listeners.forEach(listener -> listener.onDisconnected(reason, terminal));
  }

  public void receives(ReceivedMessage message) {
    listeners.forEach(listener -> listener.onMessage(message));
  }

  public void expires(MessageRef message) {
    listeners.forEach(listener -> listener.onExpired(message));
  }

  /** A message of {@code sender} to this user. */
  public ReceivedMessage message(String sender, long seq, String text) {
    return new ReceivedMessage(
        directWith(sender), 1, seq, seq, sender, "d", new UUID(0, seq), MessageContent.text(text));
  }

  /** A message of {@code sender} to a group. */
  public static ReceivedMessage inGroup(String group, String sender, long seq, String text) {
    return new ReceivedMessage(
        "g/" + group, 1, seq, seq, sender, "d", new UUID(0, seq), MessageContent.text(text));
  }

  public void cursor(ConversationCursor cursor) {
    listeners.forEach(listener -> listener.onCursor(cursor));
  }

  public void receiptsChanged(String conversation) {
    listeners.forEach(listener -> listener.onReceiptsChanged(conversation));
  }

  /** So many are unread in a conversation, and as many in all. */
  public void unread(String conversation, long count) {
    unread = count;
    listeners.forEach(listener -> listener.onUnread(conversation, count, count));
  }

  /** So many mention the user in a conversation, and as many in all. */
  public void mentions(String conversation, int count) {
    mentions = count;
    listeners.forEach(listener -> listener.onUnreadMentions(conversation, count, count));
  }

  /** Something else happens. */
  public void happens(Consumer<ClientListener> event) {
    listeners.forEach(event);
  }

  public ClientOptions options() {
    return options;
  }

  @Override
  public void start() {
    onStart.accept(this);
  }

  @Override
  public ClientState state() {
    return state;
  }

  @Override
  public String user() {
    return options.user();
  }

  @Override
  public CompletableFuture<SendReceipt> send(String conversation, MessageContent content) {
    sent.add(conversation + ": " + content.text());
    return answer;
  }

  @Override
  public CompletableFuture<HistoryPage> history(String conversation, long fromSeq, int limit) {
    long from = fromSeq == 0 ? Math.max(1, log.size() - limit + 1) : fromSeq;
    List<ReceivedMessage> page =
        log.stream().filter(message -> message.seq() >= from).limit(limit).toList();
    return CompletableFuture.completedFuture(
        new HistoryPage(conversation, 1, log.isEmpty() ? 0 : 1, log.size(), page));
  }

  @Override
  public CompletableFuture<ConversationsPage> conversations(String after) {
    return CompletableFuture.completedFuture(new ConversationsPage(List.of(), ""));
  }

  @Override
  public Messages messages() {
    return messages.messages();
  }

  @Override
  public void markRead(String conversation, long seq) {
    read.add(conversation + ": " + seq);
  }

  @Override
  public long unread(String conversation) {
    return 0;
  }

  @Override
  public List<Long> unreadMentionSeqs(String conversation) {
    return List.of();
  }

  @Override
  public int unreadMentionsTotal() {
    return mentions;
  }

  @Override
  public long unreadTotal() {
    return unread;
  }

  @Override
  public CompletableFuture<MessageReceipts> receipts(String conversation, long seq) {
    return receipts;
  }

  @Override
  public Groups groups() {
    return groups.groups();
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public Presences presence() {
    return presences;
  }

  @Override
  public void signal(String conversation, String type, byte[] body) {
    sent.add(conversation + " signals " + type);
  }

  /** Watched users are so from here on. */
  public void shows(UserPresence... news) {
    listeners.forEach(listener -> listener.onPresence(List.of(news)));
  }

  /** Somebody signals something. */
  public void hears(ReceivedSignal signal) {
    listeners.forEach(listener -> listener.onSignal(signal));
  }

  @Override
  public Privacy privacy() {
    return privacy;
  }

  /** Another device has changed something. */
  public void changes(PrivacyChange change) {
    listeners.forEach(listener -> listener.onPrivacy(change));
  }

  @Override
  public Devices devices() {
    return devices.as(Devices.class);
  }

  @Override
  public Registration addListener(ClientListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void close() {
    state = ClientState.CLOSED;
  }
}

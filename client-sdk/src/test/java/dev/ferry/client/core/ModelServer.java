package dev.ferry.client.core;

import com.google.protobuf.ByteString;
import dev.ferry.client.ConversationIds;
import dev.ferry.protocol.v1.ChangeGroup;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.ConversationSettings;
import dev.ferry.protocol.v1.CursorMove;
import dev.ferry.protocol.v1.CursorPush;
import dev.ferry.protocol.v1.CursorsMoved;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.FetchHeads;
import dev.ferry.protocol.v1.FetchMessages;
import dev.ferry.protocol.v1.GoAway;
import dev.ferry.protocol.v1.GroupAck;
import dev.ferry.protocol.v1.GroupChange;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Limits;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Login;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.Pong;
import dev.ferry.protocol.v1.SendMessage;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SettingsChange;
import dev.ferry.protocol.v1.SettingsChanged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A server of the simulation: keeps its word, and fails in every way that its word allows. */
final class ModelServer {
  /** A text that the server refuses for good. */
  static final String POISON = "poison";

  private static final String MARK = "~";

  private static final int PAGE_MAX = 5;
  private static final int HEADS_MAX = 2;

  final TreeMap<String, ModelLog> logs = new TreeMap<>();
  private final List<SimSession> sessions = new ArrayList<>();
  private final SimWorld world;
  private final int unackedMax;

  private final Map<String, ModelIndex> indexes = new HashMap<>();
  private final Map<String, ModelSettings> settings = new HashMap<>();
  private final ModelResumes resumes = new ModelResumes();

  ModelServer(SimWorld world, int unackedMax) {
    this.world = world;
    this.unackedMax = unackedMax;
  }

  void direct(String conversation) {
    logs.put(conversation, new ModelLog(conversation, unackedMax));
  }

  void group(String conversation, String... members) {
    ModelLog log = new ModelLog(conversation, unackedMax);
    logs.put(conversation, log);
    GroupChange.Builder created =
        GroupChange.newBuilder().setKind(GroupChange.Kind.CREATED).addAllUsers(List.of(members));
    log.append(Message.newBuilder().setSender("setup").setChange(created), 0);
  }

  private ModelIndex index(String user) {
    return indexes.computeIfAbsent(user, key -> new ModelIndex());
  }

  void handle(SimSession session, ClientFrame frame) {
    switch (frame.getBodyCase()) {
      case LOGIN -> login(session, frame);
      case PING -> answer(session, frame, ServerFrame.newBuilder().setPong(Pong.newBuilder()));
      case SEND_MESSAGE -> send(session, frame);
      case FETCH_MESSAGES -> fetch(session, frame);
      case FETCH_HEADS -> heads(session, frame);
      case CHANGE_GROUP -> change(session, frame);
      case MOVE_CURSORS -> move(session, frame);
      case CHANGE_SETTINGS -> settings(session, frame);
      case FETCH_SETTINGS -> settingsSince(session, frame);
      default -> throw new AssertionError("frame: " + frame);
    }
  }

  private void login(SimSession session, ClientFrame frame) {
    long requestId = frame.getRequestId();
    if (world.chaos(0.05)) {
      session.toClient(error(ErrorCode.UNAVAILABLE, 100).setRequestId(requestId));
      session.cut();
      return;
    }
    Login login = frame.getLogin();
    if (login.hasResume() && !resumes.take(session.device, login.getResume())) {
      session.toClient(
          CoreFixture.error(ErrorCode.RESUME_REFUSED, Duty.LOG_IN_AGAIN, 0)
              .setRequestId(requestId));
      session.cut();
      return;
    }
    for (SimSession other : sessions) {
      if (other.device == session.device) {
        other.replaced();
      }
    }
    sessions.removeIf(other -> !other.live());
    sessions.add(session);
    session.loggedIn();
    LoggedIn.Builder answer =
        LoggedIn.newBuilder()
            .setVersion(1)
            .setUser(session.device.user)
            .setHeartbeatMs(5_000)
            .setServerTimeMs(world.now)
            .setSettingsVersion(settingsOf(session.device.user).version())
            .setLimits(Limits.newBuilder().setUnackedMax(unackedMax).setCallsMax(12))
            .setResumeToken(resumes.next(session.device))
            .setHeads(
                headsAfter(session, "", login.getHeadsSince(), login.getResume().getGroups()));
    session.toClient(ServerFrame.newBuilder().setRequestId(requestId).setLoggedIn(answer));
  }

  private void send(SimSession session, ClientFrame frame) {
    SendMessage send = frame.getSendMessage();
    if (send.getContent().getText().equals(POISON)) {
      answer(session, frame, CoreFixture.error(ErrorCode.INVALID_ARGUMENT, Duty.FIX, 0));
      return;
    }
    if (failed(session, frame)) {
      return;
    }
    ModelLog log = log(send.getConversation());
    String user = session.device.user;
    String device = session.device.device;
    Optional<Message> entry = log.known(send.getClientMessageId(), user, device);
    if (entry.isEmpty() && !log.of(user).member) {
      answer(session, frame, CoreFixture.error(ErrorCode.FORBIDDEN, Duty.FIX, 0));
      return;
    }
    if (entry.isEmpty() && !log.outOfOrder(send, user, device)) {
      Optional<ErrorCode> refusal = ModelOutcomes.refusal(log, send, user);
      if (refusal.isPresent()) {
        answer(session, frame, CoreFixture.error(refusal.get(), Duty.FIX, 0));
        return;
      }
      if (ModelOutcomes.changes(log, send, user)) {
        Message appended = log.append(send, user, device, world.now);
        publish(log, appended, session);
        entry = Optional.of(appended);
      } else {
        entry = Optional.of(log.nothing(send, user, device));
      }
    }
    if (entry.isEmpty()) {
      answer(session, frame, error(ErrorCode.OUT_OF_ORDER, 0));
    } else if (world.chaos(0.07)) {
      answer(session, frame, error(ErrorCode.UNAVAILABLE, 50));
    } else {
      MessageAck.Builder ack =
          MessageAck.newBuilder()
              .setEpoch(entry.get().getEpoch())
              .setSeq(entry.get().getSeq())
              .setTimeMs(entry.get().getTimeMs())
              .setCount(entry.get().getCount());
      answer(session, frame, ServerFrame.newBuilder().setMessageAck(ack));
    }
  }

  /**
   * Pushes the entry to who may read it, but to the session that sent it. Messages touch direct
   * conversations only.
   */
  private void publish(ModelLog log, Message entry, @Nullable SimSession sender) {
    if (log.conversation.startsWith("d/")) {
      for (String user : log.conversation.substring(2).split("/")) {
        index(user).touch(log.conversation, world.now);
      }
    }
    for (SimSession session : sessions) {
      boolean reads = log.of(session.device.user).readable(entry.getSeq());
      if (session != sender && session.live() && reads) {
        session.push(ServerFrame.newBuilder().setMessagePush(entry));
      }
    }
  }

  private void change(SimSession session, ClientFrame frame) {
    if (failed(session, frame)) {
      return;
    }
    ChangeGroup change = frame.getChangeGroup();
    ModelLog log = log(change.getConversation());
    String user = session.device.user;
    Optional<Message> entry = log.known(change.getClientMessageId(), user, session.device.device);
    boolean member = log.of(user).member;
    if (entry.isEmpty() && !member && !change.hasJoin()) {
      answer(session, frame, CoreFixture.error(ErrorCode.FORBIDDEN, Duty.FIX, 0));
      return;
    }
    GroupChange told = told(log, change, user);
    if (entry.isEmpty() && told.getUsersCount() > 0) {
      entry = Optional.of(make(log, told, session, change.getClientMessageId()));
    }
    if (world.chaos(0.1)) {
      answer(session, frame, error(ErrorCode.UNAVAILABLE, 50));
    } else {
      GroupAck.Builder ack =
          GroupAck.newBuilder()
              .setEpoch(log.epoch)
              .setSeq(entry.map(Message::getSeq).orElseGet(log::version));
      answer(session, frame, ServerFrame.newBuilder().setGroupAck(ack));
    }
  }

  /** What the change comes to, whose users are those for whom something changes. */
  private static GroupChange told(ModelLog log, ChangeGroup change, String user) {
    GroupChange.Builder told = GroupChange.newBuilder();
    switch (change.getChangeCase()) {
      case ADD -> told.setKind(GroupChange.Kind.ADDED).addAllUsers(change.getAdd().getUsersList());
      case REMOVE ->
          told.setKind(GroupChange.Kind.REMOVED).addAllUsers(change.getRemove().getUsersList());
      case JOIN -> told.setKind(GroupChange.Kind.JOINED).addUsers(user);
      case LEAVE -> told.setKind(GroupChange.Kind.LEFT).addUsers(user);
      default -> throw new AssertionError("change: " + change);
    }
    boolean expels =
        told.getKind() == GroupChange.Kind.REMOVED || told.getKind() == GroupChange.Kind.LEFT;
    List<String> users = new ArrayList<>(told.getUsersList());
    users.removeIf(concerned -> log.of(concerned).member != expels);
    return told.clearUsers().addAllUsers(users).build();
  }

  private Message make(ModelLog log, GroupChange told, SimSession session, ByteString id) {
    Message entry =
        log.append(
            Message.newBuilder()
                .setSender(session.device.user)
                .setSenderDevice(session.device.device)
                .setClientMessageId(id)
                .setChange(told),
            world.now);
    told.getUsersList().forEach(user -> index(user).touch(log.conversation, world.now));
    publish(log, entry, world.chaos(0.5) ? session : null);
    for (SimSession other : sessions) {
      if (other.live() && told.getUsersList().contains(other.device.user)) {
        other.push(ServerFrame.newBuilder().setHeadPush(head(log, other.device.user)));
      }
    }
    return entry;
  }

  private void fetch(SimSession session, ClientFrame frame) {
    if (failed(session, frame)) {
      return;
    }
    FetchMessages fetch = frame.getFetchMessages();
    ModelLog log = log(fetch.getConversation());
    String user = session.device.user;
    Stretches stretches = log.of(user);
    if (!stretches.member && stretches.stretches.isEmpty()) {
      answer(session, frame, CoreFixture.error(ErrorCode.FORBIDDEN, Duty.FIX, 0));
      return;
    }
    MessagePage page = log.page(user, fetch.getFromSeq(), fetch.getLimit(), PAGE_MAX);
    answer(session, frame, ServerFrame.newBuilder().setMessagePage(page));
  }

  private void heads(SimSession session, ClientFrame frame) {
    if (!failed(session, frame)) {
      FetchHeads fetch = frame.getFetchHeads();
      Heads.Builder page =
          headsAfter(session, fetch.getAfter(), fetch.getSince(), ByteString.EMPTY);
      answer(session, frame, ServerFrame.newBuilder().setHeads(page));
    }
  }

  private void move(SimSession session, ClientFrame frame) {
    world.require(frame.getMoveCursors().getMovesCount() <= 100, "at most 100 moves");
    if (failed(session, frame)) {
      return;
    }
    String user = session.device.user;
    CursorsMoved.Builder moved = CursorsMoved.newBuilder();
    for (CursorMove move : frame.getMoveCursors().getMovesList()) {
      ModelLog log = log(move.getConversation());
      if (!log.of(user).member) {
        moved.addRefused(log.conversation);
        continue;
      }
      if (move.getEpoch() == log.epoch && log.cursors.move(user, move)) {
        tell(log, session);
      }
      moved.addHeads(head(log, user));
    }
    if (world.chaos(0.05)) {
      answer(session, frame, error(ErrorCode.UNAVAILABLE, 50));
    } else {
      answer(session, frame, ServerFrame.newBuilder().setCursorsMoved(moved));
    }
  }

  ModelSettings settingsOf(String user) {
    return settings.computeIfAbsent(user, key -> new ModelSettings());
  }

  private void settings(SimSession session, ClientFrame frame) {
    List<SettingsChange> changes = frame.getChangeSettings().getChangesList();
    world.require(changes.size() <= 20, "at most 20 changes");
    if (failed(session, frame)) {
      return;
    }
    if (changes.stream().anyMatch(change -> change.getRemark().equals(POISON))) {
      answer(session, frame, CoreFixture.error(ErrorCode.INVALID_ARGUMENT, Duty.FIX, 0));
      return;
    }
    SettingsChanged.Builder changed = SettingsChanged.newBuilder();
    for (SettingsChange change : changes) {
      ConversationSettings now = settingsOf(session.device.user).change(change);
      changed.addSettings(now);
      for (SimSession other : sessions) {
        boolean concerned = other.device.user.equals(session.device.user);
        if (other != session && other.live() && concerned && now.getPrevious() < now.getVersion()) {
          other.push(ServerFrame.newBuilder().setSettingsPush(now));
        }
      }
    }
    if (world.chaos(0.05)) {
      answer(session, frame, error(ErrorCode.UNAVAILABLE, 50));
    } else {
      answer(session, frame, ServerFrame.newBuilder().setSettingsChanged(changed));
    }
  }

  private void settingsSince(SimSession session, ClientFrame frame) {
    if (!failed(session, frame)) {
      answer(
          session,
          frame,
          ServerFrame.newBuilder()
              .setSettingsPage(
                  settingsOf(session.device.user).since(frame.getFetchSettings().getSince())));
    }
  }

  /** What was set is lost, as when Redis lost its memory; sessions are told to compare. */
  void loseSettings(String user) {
    settingsOf(user).lose();
    compareHeads();
  }

  /** The user's other devices hear of its cursor, and in a direct conversation the peer's. */
  private void tell(ModelLog log, SimSession mover) {
    String user = mover.device.user;
    boolean direct = log.conversation.startsWith("d/");
    CursorPush.Builder push =
        CursorPush.newBuilder()
            .setConversation(log.conversation)
            .setUser(user)
            .setEpoch(log.epoch)
            .setCursor(log.cursors.of(user));
    if (direct) {
      for (String peer : log.conversation.substring(2).split("/")) {
        // A touch of its own, so that a message that is not known yet keeps its place in the order.
        index(peer).touch(MARK + log.conversation, world.now);
      }
    }
    for (SimSession session : sessions) {
      boolean concerned =
          session.device.user.equals(user) || (direct && log.of(session.device.user).member);
      if (session != mover && session.live() && concerned) {
        session.push(ServerFrame.newBuilder().setCursorPush(push));
      }
    }
  }

  /**
   * The groups of the user come on the first page, what was touched on all.
   *
   * @param digest what the client has of its groups; empty for nothing
   */
  private Heads.Builder headsAfter(
      SimSession session, String after, long since, ByteString digest) {
    String user = session.device.user;
    ModelIndex index = index(user);
    Heads.Builder page = Heads.newBuilder();
    if (after.isEmpty()) {
      page.setVersion(index.version());
      List<Head> groups =
          logs.values().stream()
              .filter(log -> log.conversation.startsWith("g/") && log.of(user).member)
              .map(log -> head(log, user))
              .toList();
      page.addAllHeads(digest.isEmpty() ? groups : ModelResumes.lacking(digest, groups));
    }
    long before = after.isEmpty() ? Long.MAX_VALUE : Long.parseLong(after);
    int listed = 0;
    for (String conversation : index.touched(since, before)) {
      if (listed++ == HEADS_MAX) {
        return page.setNext(String.valueOf(before));
      }
      if (!conversation.startsWith(MARK)) {
        page.addHeads(head(log(conversation), user));
      } else if (since > 0) {
        page.addHeads(head(log(conversation.substring(MARK.length())), user));
      }
      before = index.touchOf(conversation);
    }
    return page;
  }

  private static Head head(ModelLog log, String user) {
    Stretches stretches = log.of(user);
    Head.Builder head =
        Head.newBuilder()
            .setConversation(log.conversation)
            .setEpoch(log.epoch)
            .setSeq(stretches.head())
            .setLeft(!stretches.member);
    if (stretches.member) {
      head.setCount(log.cursors.count(log.entries.size()))
          .setOwn(log.cursors.of(user))
          .addAllMentionSeqs(log.cursors.mentions(user));
    }
    if (log.conversation.startsWith("d/")) {
      head.setPeer(log.cursors.of(ConversationIds.peer(log.conversation, user)));
    }
    return head.build();
  }

  /**
   * A log loses its end, though no change of its members. What begins its new life touches it, as
   * any entry does.
   */
  void rollBack(ModelLog log, int kept) {
    log.rollBack((int) Math.max(kept, log.version()));
    for (String user : List.copyOf(indexes.keySet())) {
      if (log.of(user).member || log.of(user).head() > 0) {
        index(user).touch(log.conversation, world.now);
      }
    }
    compareHeads();
  }

  ModelLog log(String conversation) {
    ModelLog log = logs.get(conversation);
    if (log == null) {
      throw new AssertionError("conversation: " + conversation);
    }
    return log;
  }

  private boolean failed(SimSession session, ClientFrame frame) {
    if (world.chaos(0.05)) {
      answer(session, frame, error(ErrorCode.UNAVAILABLE, 50));
      return true;
    }
    if (world.chaos(0.03)) {
      answer(session, frame, error(ErrorCode.RATE_LIMITED, 100));
      return true;
    }
    return false;
  }

  private static ServerFrame.Builder error(ErrorCode code, int retryAfterMs) {
    return CoreFixture.error(code, Duty.RETRY, retryAfterMs);
  }

  private static void answer(SimSession session, ClientFrame call, ServerFrame.Builder answer) {
    session.toClient(answer.setRequestId(call.getRequestId()));
  }

  /** All nodes are told to have their sessions compare heads, as after a lost bus connection. */
  void compareHeads() {
    sessions.stream().filter(SimSession::live).forEach(SimSession::compareHeadsSoon);
  }

  void goAway(int ordinal) {
    if (!sessions.isEmpty()) {
      SimSession session = sessions.get(ordinal % sessions.size());
      session.toClient(
          ServerFrame.newBuilder().setGoAway(GoAway.newBuilder().setReconnectAfterMs(100)));
    }
  }
}

package dev.ferry.client.core;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.FetchMessages;
import dev.ferry.protocol.v1.GoAway;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Heads;
import dev.ferry.protocol.v1.Limits;
import dev.ferry.protocol.v1.LoggedIn;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.Pong;
import dev.ferry.protocol.v1.SendMessage;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A server of the simulation: keeps its word, and fails in every way that its word allows. */
final class ModelServer {
  /** A text that the server refuses for good. */
  static final String POISON = "poison";

  private static final int PAGE_MAX = 5;
  private static final int HEADS_MAX = 2;

  final TreeMap<String, ModelLog> logs = new TreeMap<>();
  private final List<SimSession> sessions = new ArrayList<>();
  private final SimWorld world;
  private final int unackedMax;

  ModelServer(SimWorld world, int unackedMax, List<String> conversations) {
    this.world = world;
    this.unackedMax = unackedMax;
    conversations.forEach(name -> logs.put(name, new ModelLog(name, unackedMax)));
  }

  void handle(SimSession session, ClientFrame frame) {
    switch (frame.getBodyCase()) {
      case LOGIN -> login(session, frame.getRequestId());
      case PING -> answer(session, frame, ServerFrame.newBuilder().setPong(Pong.newBuilder()));
      case SEND_MESSAGE -> send(session, frame);
      case FETCH_MESSAGES -> fetch(session, frame);
      case FETCH_HEADS -> heads(session, frame);
      default -> throw new AssertionError("frame: " + frame);
    }
  }

  private void login(SimSession session, long requestId) {
    if (world.chaos(0.05)) {
      session.toClient(error(ErrorCode.UNAVAILABLE, 100).setRequestId(requestId));
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
            .setLimits(Limits.newBuilder().setUnackedMax(unackedMax).setCallsMax(12))
            .setHeads(headsAfter(""));
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
    int before = log.entries.size();
    Optional<Message> entry =
        log.append(send, session.device.user, session.device.device, world.now);
    if (log.entries.size() > before) {
      pushToOthers(session, entry.orElseThrow());
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
              .setTimeMs(entry.get().getTimeMs());
      answer(session, frame, ServerFrame.newBuilder().setMessageAck(ack));
    }
  }

  private void pushToOthers(SimSession sender, Message message) {
    for (SimSession session : sessions) {
      if (session != sender && session.live()) {
        session.push(message);
      }
    }
  }

  private void fetch(SimSession session, ClientFrame frame) {
    if (!failed(session, frame)) {
      FetchMessages fetch = frame.getFetchMessages();
      ModelLog log = log(fetch.getConversation());
      answer(
          session,
          frame,
          ServerFrame.newBuilder()
              .setMessagePage(log.page(fetch.getFromSeq(), fetch.getLimit(), PAGE_MAX)));
    }
  }

  private void heads(SimSession session, ClientFrame frame) {
    if (!failed(session, frame)) {
      Heads.Builder page = headsAfter(frame.getFetchHeads().getAfter());
      answer(session, frame, ServerFrame.newBuilder().setHeads(page));
    }
  }

  private Heads.Builder headsAfter(String after) {
    Heads.Builder page = Heads.newBuilder();
    for (Map.Entry<String, ModelLog> log : logs.tailMap(after, false).entrySet()) {
      if (page.getHeadsCount() == HEADS_MAX) {
        return page.setNext(page.getHeads(HEADS_MAX - 1).getConversation());
      }
      page.addHeads(
          Head.newBuilder()
              .setConversation(log.getKey())
              .setEpoch(log.getValue().epoch)
              .setSeq(log.getValue().entries.size()));
    }
    return page;
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

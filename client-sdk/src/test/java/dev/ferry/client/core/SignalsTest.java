package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.ferry.client.ReceivedSignal;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.SendSignal;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.Signal;
import org.junit.jupiter.api.Test;

class SignalsTest {
  private static final String CHAT = CoreFixture.CHAT;
  private static final byte[] EMPTY = {};

  private final CoreFixture server = new CoreFixture();

  @Test
  void typingGoesOutOnceInAWhileForEachConversation() {
    server.online();
    typing(CHAT);
    typing("g/deck");
    assertEquals(CHAT, taken().getConversation());
    assertEquals("g/deck", taken().getConversation());
    server.now += Signals.TYPING_EVERY_MS - 1;
    typing(CHAT);
    assertTrue(server.idle());
    server.now += 1;
    typing(CHAT);
    assertEquals(ReceivedSignal.TYPING, taken().getType());
  }

  @Test
  void typingIsNewsAfterAMessage() {
    server.online();
    typing(CHAT);
    taken();
    server.send("hello");
    server.takeSend();
    typing(CHAT);
    assertEquals(CHAT, taken().getConversation());
  }

  @Test
  void otherSignalsGoOutAsTheyAre() {
    server.online();
    server.core.signal(CHAT, "wave", new byte[] {1, 2}, server.now);
    server.core.signal(CHAT, "wave", new byte[] {1, 2}, server.now);
    assertEquals(ByteString.copyFrom(new byte[] {1, 2}), taken().getBody());
    assertEquals("wave", taken().getType());
  }

  @Test
  void nothingIsKeptForLater() {
    typing(CHAT);
    server.core.signal(CHAT, "wave", EMPTY, server.now);
    server.online();
    server.advance(1);
    assertTrue(server.idle());
    server.core.signal(CHAT, "wave", EMPTY, server.now);
    ClientFrame sent = server.take(ClientFrame.BodyCase.SEND_SIGNAL);
    server.refuse(sent, ErrorCode.RATE_LIMITED, Duty.RETRY, 10);
    server.advance(900);
    assertTrue(server.sent.stream().noneMatch(ClientFrame::hasSendSignal));
  }

  @Test
  void whatComesIsTold() {
    server.online();
    Signal.Builder signal =
        Signal.newBuilder().setConversation(CHAT).setSender("bob").setType("typing");
    server.receive(ServerFrame.newBuilder().setSignalPush(signal));
    assertEquals(1, server.signals.size());
    ReceivedSignal told = server.signals.get(0);
    assertTrue(told.isTyping());
    assertEquals("bob in " + CHAT, told.sender() + " in " + told.conversation());
  }

  private void typing(String conversation) {
    server.core.signal(conversation, ReceivedSignal.TYPING, EMPTY, server.now);
  }

  private SendSignal taken() {
    return server.take(ClientFrame.BodyCase.SEND_SIGNAL).getSendSignal();
  }
}

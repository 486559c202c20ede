package dev.ferry.client.core;

import dev.ferry.client.FerryException;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.store.OutgoingMessage;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.Duty;
import dev.ferry.protocol.v1.Error;
import dev.ferry.protocol.v1.ErrorCode;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.ServerFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The messages without an ack, sent and sent again, in order within each conversation. */
final class Outbox {
  private static final long RETRY_BASE_MS = 200;

  /** Hears of acks that a call brought, so that they count as received. */
  interface AckListener {
    void acked(OutgoingMessage message, MessageAck ack, long nowMs) throws MalformedFrameException;
  }

  private final int messagesMax;
  private final Effects effects;
  private final Calls calls;
  private final Backoff backoff;
  private final AckListener ackListener;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final Map<UUID, Lane.Entry> unacked = new LinkedHashMap<>();
  private final Agenda<Lane> agenda = new Agenda<>();

  /** Conversations that are held, with the order of the last message that may still be sent. */
  private final Map<String, Long> held = new HashMap<>();

  private SendLimits limits = SendLimits.UNKNOWN;
  private int size;
  private long lastOrder;

  Outbox(int messagesMax, Effects effects, Calls calls, Random random, AckListener ackListener) {
    this.messagesMax = messagesMax;
    this.effects = effects;
    this.calls = calls;
    this.backoff = new Backoff(random, RETRY_BASE_MS);
    this.ackListener = ackListener;
  }

  /** Takes over what an earlier life of the device left. */
  void load(List<OutgoingMessage> messages) {
    for (OutgoingMessage message : messages) {
      Lane lane = enqueue(message);
      doubt(lane.entries.getLast());
      agenda.put(lane, Long.MIN_VALUE);
    }
  }

  /** The order of the message that was put in last. */
  long lastOrder() {
    return lastOrder;
  }

  /**
   * Until released, nothing new goes into the conversation that was put in after the message of
   * order {@code last}. What may be in the log already is sent again even so.
   */
  void hold(String conversation, long last, long nowMs) {
    held.put(conversation, last);
    wake(conversation, nowMs);
  }

  void release(String conversation, long nowMs) {
    held.remove(conversation);
    wake(conversation, nowMs);
  }

  private void wake(String conversation, long nowMs) {
    Lane lane = lanes.get(conversation);
    if (lane != null) {
      wake(lane, nowMs);
    }
  }

  /**
   * Whether nothing is to be awaited in a conversation that is held: the fate of all that was sent
   * is known, and what may still be sent, if anything, waits for the group's slow mode.
   */
  boolean settled(String conversation) {
    Lane lane = lanes.get(conversation);
    return lane == null
        || (lane.doubtful == 0
            && (lane.firstUnacked() > lastToSend(lane) || (lane.recovering && lane.slow)));
  }

  private long lastToSend(Lane lane) {
    return held.getOrDefault(lane.conversation, Long.MAX_VALUE);
  }

  void limits(SendLimits limits) {
    this.limits = limits;
  }

  void send(OutgoingMessage message, long nowMs) {
    if (size >= messagesMax) {
      effects.sendFailed(
          message.id(),
          new FerryException(FerryException.Kind.OUTBOX_FULL, "messages without an ack: " + size));
      return;
    }
    effects.keep(message);
    wake(enqueue(message), nowMs);
  }

  private Lane enqueue(OutgoingMessage message) {
    Lane lane = lanes.computeIfAbsent(message.conversation(), Lane::new);
    Lane.Entry entry = new Lane.Entry(lane, message, ++lastOrder);
    lane.entries.add(entry);
    unacked.put(message.id(), entry);
    size++;
    return lane;
  }

  /** Sends what the windows and the calls allow. */
  void pump(long nowMs) {
    while (calls.room()) {
      Lane lane = agenda.pollDue(nowMs);
      if (lane == null) {
        return;
      }
      lane.recovering = false;
      sendWindow(lane, nowMs);
    }
  }

  /** When {@link #pump} can do something next, in milliseconds. */
  long nextMs() {
    return calls.room() ? agenda.nextMs() : Long.MAX_VALUE;
  }

  private void sendWindow(Lane lane, long nowMs) {
    long last = lastToSend(lane);
    Lane.Entry preceding = null;
    int ordinal = 0;
    for (Iterator<Lane.Entry> i = lane.entries.iterator();
        i.hasNext() && ordinal < limits.unackedMax(); ) {
      Lane.Entry entry = i.next();
      if (!entry.acked && !entry.inFlight && (entry.order <= last || entry.doubtful)) {
        if (!calls.room()) {
          agenda.put(lane, nowMs);
          return;
        }
        ClientFrame.Builder frame =
            limits.frame(entry.message, preceding == null ? null : preceding.message);
        if (frame == null) {
          i.remove();
          refuse(entry, limits.tooLarge(entry.message));
          continue;
        }
        transmit(entry, frame, nowMs);
      }
      preceding = entry.acked ? preceding : entry;
      ordinal++;
    }
    dropWhenDone(lane);
  }

  private void transmit(Lane.Entry entry, ClientFrame.Builder frame, long nowMs) {
    entry.inFlight = true;
    entry.lane.inFlight++;
    doubt(entry);
    calls.call(
        frame,
        new Calls.Caller() {
          @Override
          public void answered(ServerFrame answer, long nowMs) throws MalformedFrameException {
            landed(entry);
            if (!isAck(answer, entry.message)) {
              wake(entry.lane, nowMs);
              throw new MalformedFrameException("answer to a send: " + answer.getBodyCase());
            }
            complete(entry, Wire.receipt(entry.message, answer.getMessageAck()));
            wake(entry.lane, nowMs);
            ackListener.acked(entry.message, answer.getMessageAck(), nowMs);
          }

          @Override
          public void refused(Error error, long nowMs) {
            landed(entry);
            failed(entry, error, nowMs);
          }

          @Override
          public void lost(long nowMs) {
            landed(entry);
            entry.lane.recovering = false;
            wake(entry.lane, nowMs);
          }
        },
        nowMs);
  }

  private static boolean isAck(ServerFrame answer, OutgoingMessage message) {
    long seq = answer.getMessageAck().getSeq();
    return answer.hasMessageAck() && (seq > 0 || (seq == 0 && OutgoingForm.mayBeNoEntry(message)));
  }

  private static void landed(Lane.Entry entry) {
    entry.inFlight = false;
    entry.lane.inFlight--;
  }

  private static void doubt(Lane.Entry entry) {
    if (!entry.doubtful) {
      entry.doubtful = true;
      entry.lane.doubtful++;
    }
  }

  private static void settle(Lane.Entry entry) {
    if (entry.doubtful) {
      entry.doubtful = false;
      entry.lane.doubtful--;
    }
  }

  /** These come from the log itself, which first looks whether it has the message. */
  private static boolean surelyNotInLog(Error error) {
    return error.getCode() == ErrorCode.OUT_OF_ORDER || error.getCode() == ErrorCode.SLOW_MODE;
  }

  /** A log that does not have a message does not have those behind it either (P3). */
  private static void settleFrom(Lane.Entry first) {
    boolean reached = false;
    for (Lane.Entry entry : first.lane.entries) {
      reached |= entry == first;
      if (reached) {
        settle(entry);
      }
    }
  }

  private void failed(Lane.Entry entry, Error error, long nowMs) {
    Lane lane = entry.lane;
    if (!entry.acked) {
      if (error.getDuty() == Duty.FIX) {
        lane.entries.remove(entry);
        // An answer, too: those behind it wait for one that is not there, and not for a server in
        // trouble.
        lane.failures = 0;
        refuse(entry, Wire.exception(error));
      } else {
        if (surelyNotInLog(error)) {
          settleFrom(entry);
        }
        recover(lane, Wire.retryAfterMs(error), nowMs);
        lane.slow |= error.getCode() == ErrorCode.SLOW_MODE;
      }
    }
    wake(lane, nowMs);
  }

  private void recover(Lane lane, long hintMs, long nowMs) {
    if (!lane.recovering) {
      lane.recovering = true;
      lane.slow = false;
      lane.resendAtMs = nowMs + hintMs + backoff.delayMs(lane.failures++);
    } else {
      lane.resendAtMs = Math.max(lane.resendAtMs, nowMs + hintMs);
    }
  }

  /** Puts the lane on the agenda unless answers are to be awaited first. */
  private void wake(Lane lane, long nowMs) {
    if (!lane.recovering) {
      agenda.put(lane, nowMs);
    } else if (lane.inFlight == 0) {
      agenda.put(lane, Math.max(nowMs, lane.resendAtMs));
    } else {
      agenda.remove(lane);
    }
  }

  /** A message of this device was seen in the log: as good as an ack. */
  void seen(Message message, long nowMs) {
    Lane.Entry entry = unacked.get(Wire.id(message.getClientMessageId()));
    if (entry != null && entry.message.conversation().equals(message.getConversation())) {
      complete(
          entry,
          new SendReceipt(
              entry.message.id(),
              message.getConversation(),
              message.getEpoch(),
              message.getSeq(),
              message.getTimeMs()));
      wake(entry.lane, nowMs);
    }
  }

  private void complete(Lane.Entry entry, SendReceipt receipt) {
    if (entry.acked) {
      return;
    }
    entry.acked = true;
    settle(entry);
    entry.lane.failures = 0;
    unacked.remove(entry.message.id());
    effects.sent(receipt);
    dropAckedHead(entry.lane);
  }

  private void dropAckedHead(Lane lane) {
    for (Lane.Entry head = lane.entries.peek();
        head != null && head.acked;
        head = lane.entries.peek()) {
      lane.entries.remove();
      size--;
      effects.forget(head.message);
    }
  }

  /** For an entry that has left its lane. */
  private void refuse(Lane.Entry entry, FerryException reason) {
    size--;
    settle(entry);
    unacked.remove(entry.message.id());
    effects.forget(entry.message);
    effects.sendFailed(entry.message.id(), reason);
  }

  private void dropWhenDone(Lane lane) {
    dropAckedHead(lane);
    if (lane.entries.isEmpty() && lane.inFlight == 0) {
      lanes.remove(lane.conversation);
    }
  }

  /** Tells that no ack will come in this life; the messages stay kept. */
  void end(FerryException reason) {
    List<Lane.Entry> open = new ArrayList<>(unacked.values());
    unacked.clear();
    for (Lane.Entry entry : open) {
      effects.sendFailed(entry.message.id(), reason);
    }
  }

  /** The number of messages whose ack is awaited. */
  int unackedCount() {
    return unacked.size();
  }

  /** The lane of a conversation, for tests. */
  @Nullable Lane lane(String conversation) {
    return lanes.get(conversation);
  }
}

package dev.ferry.cli.demo;

import dev.ferry.client.FerryClient;
import dev.ferry.client.MessageContent;
import dev.ferry.client.SendReceipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What alice wrote and what the server answered; the sender's half of the ledger. */
final class Letters {
  private final List<String> texts = new ArrayList<>();

  /** By place in {@code texts}; guarded by this. */
  private final Map<Integer, SendReceipt> acks = new HashMap<>();

  /** Sends that were refused; guarded by this. */
  private int refused;

  void write(FerryClient client, String conversation, String text) {
    int place = texts.size();
    texts.add(text);
    var unused =
        client
            .send(conversation, MessageContent.text(text))
            .whenComplete((receipt, failure) -> answered(place, receipt));
  }

  private synchronized void answered(int place, @Nullable SendReceipt receipt) {
    if (receipt == null) {
      refused++;
    } else {
      acks.put(place, receipt);
    }
    notifyAll();
  }

  /** Waits until {@code count} are answered, or time is up; returns how many are acked. */
  synchronized int awaitAcked(int count, Duration timeout) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    while (acks.size() + refused < count) {
      long leftMs = (end - System.nanoTime()) / 1_000_000;
      if (leftMs <= 0) {
        break;
      }
      wait(leftMs);
    }
    return acks.size();
  }

  List<String> texts() {
    return Collections.unmodifiableList(texts);
  }

  /** The acks in the order of writing; unacked ones are left out. */
  synchronized List<SendReceipt> acks() {
    List<SendReceipt> ordered = new ArrayList<>();
    for (int place = 0; place < texts.size(); place++) {
      SendReceipt ack = acks.get(place);
      if (ack != null) {
        ordered.add(ack);
      }
    }
    return ordered;
  }

  /** Whether the acks' seqs have no hole and no message lies out of order. */
  boolean isDense() {
    List<SendReceipt> ordered = acks();
    for (int i = 1; i < ordered.size(); i++) {
      if (ordered.get(i).seq() != ordered.get(i - 1).seq() + 1
          || ordered.get(i).epoch() != ordered.get(i - 1).epoch()) {
        return false;
      }
    }
    return !ordered.isEmpty();
  }

  /** Where each message is by its ack: {@code epoch.seq} by client message id. */
  Map<UUID, String> places() {
    Map<UUID, String> places = new HashMap<>();
    acks().forEach(ack -> places.put(ack.clientMessageId(), ack.epoch() + "." + ack.seq()));
    return places;
  }
}

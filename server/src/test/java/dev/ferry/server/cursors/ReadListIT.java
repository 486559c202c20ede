package dev.ferry.server.cursors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.CursorMove;
import dev.ferry.protocol.v1.CursorsMoved;
import dev.ferry.protocol.v1.FetchReceipts;
import dev.ferry.protocol.v1.MessageAck;
import dev.ferry.protocol.v1.MoveCursors;
import dev.ferry.protocol.v1.Receipts;
import dev.ferry.server.testkit.Door;
import dev.ferry.server.testkit.GroupRequests;
import dev.ferry.server.testkit.OneNode;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.Requests;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who of 2,000 has read a message, asked over a socket, after each of them said so over its own.
 * Prints how long the answers took, for docs/benchmarks.md.
 */
@Timeout(240)
@Tag("faults")
class ReadListIT {
  private static final String GROUP = "g/large";
  private static final int MEMBERS = 2000;
  private static final int ASKED = 500;

  @TempDir private static Path data;

  @Test
  void readListOf2000MembersIsExactOverASocket() {
    Map<String, String> settings =
        Map.of(
            "groups.messages-per-second", "10000",
            "groups.messages-burst", "10000",
            "groups.member-messages-per-second", "10000",
            "groups.member-messages-burst", "10000",
            "limits.requests-per-second", "10000",
            "limits.requests-burst", "10000");
    try (OneNode node = OneNode.start(data, settings);
        RawClient owner = node.login(Door.TCP, "owner", "phone")) {
      create(owner);
      MessageAck sent = owner.call(Requests.send(GROUP, 1)).getMessageAck();
      TreeSet<String> read = new TreeSet<>();
      TreeSet<String> delivered = new TreeSet<>();
      for (int n = 1; n < MEMBERS; n++) {
        // Most have read it, some have it, and some were not there yet.
        long readTo = n % 10 < 8 ? sent.getSeq() : 0;
        long deliveredTo = n % 10 < 9 ? sent.getSeq() : 0;
        move(node, "u" + n, sent.getEpoch(), deliveredTo, readTo);
        if (readTo > 0) {
          read.add("u" + n);
        } else if (deliveredTo > 0) {
          delivered.add("u" + n);
        }
      }
      read.add("owner");
      long[] tookNanos = new long[ASKED];
      for (int n = 0; n < ASKED; n++) {
        long begin = System.nanoTime();
        Receipts receipts = answerOf(owner, sent.getSeq());
        tookNanos[n] = System.nanoTime() - begin;
        assertEquals(MEMBERS, receipts.getMembers());
        assertEquals(read, new TreeSet<>(receipts.getReadList()));
        assertEquals(delivered, new TreeSet<>(receipts.getDeliveredList()));
      }
      print(tookNanos);
    }
  }

  private static void create(RawClient owner) {
    GroupRequests.make(owner, GroupRequests.create(GROUP, List.of()));
    List<String> users = IntStream.range(1, MEMBERS).mapToObj(n -> "u" + n).toList();
    for (int from = 0; from < users.size(); from += 200) {
      List<String> some = new ArrayList<>(users.subList(from, Math.min(from + 200, users.size())));
      GroupRequests.make(owner, GroupRequests.add(GROUP, some));
    }
  }

  private static void move(OneNode node, String user, long epoch, long delivered, long read) {
    try (RawClient client = node.login(Door.TCP, user, "phone")) {
      CursorMove.Builder move =
          CursorMove.newBuilder()
              .setConversation(GROUP)
              .setEpoch(epoch)
              .setDelivered(delivered)
              .setRead(read);
      CursorsMoved moved =
          client
              .call(
                  ClientFrame.newBuilder().setMoveCursors(MoveCursors.newBuilder().addMoves(move)))
              .getCursorsMoved();
      assertEquals(1, moved.getHeadsCount());
    }
  }

  /** Events that receipts changed may come before the answer. */
  private static Receipts answerOf(RawClient client, long seq) {
    FetchReceipts.Builder fetch = FetchReceipts.newBuilder().setConversation(GROUP).setSeq(seq);
    return client.call(ClientFrame.newBuilder().setFetchReceipts(fetch)).getReceipts();
  }

  private static void print(long[] tookNanos) {
    Arrays.sort(tookNanos);
    System.out.printf(
        "read list of %d members: p50 %.1f ms, p99 %.1f ms%n",
        MEMBERS, tookNanos[ASKED / 2] / 1e6, tookNanos[ASKED * 99 / 100] / 1e6);
  }
}

package dev.ferry.client.core;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.bench.Measured;
import dev.ferry.bench.Samples;
import dev.ferry.protocol.v1.Head;
import dev.ferry.protocol.v1.Message;
import dev.ferry.protocol.v1.MessagePage;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.server.delivery.PushEncoder;
import dev.ferry.server.request.Frames;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * What a phone does for what it receives: frames of a server to messages for the app, in order.
 * Each operation is a thousandth of a new core that logs in and receives 1,000 messages of one
 * conversation, so a thousandth of the login is in it.
 */
public class ApplyBenchmark extends Measured {
  private static final int MESSAGES = 1_000;

  /** A hole comes before so many pushes. */
  private static final int BLOCK = 10;

  private static final int PAGE = 200;

  /** The first call is the login. */
  private static final int FIRST_FETCH = 2;

  private final byte[][] pushes = new byte[MESSAGES][];
  private final byte[][] blockPages = new byte[MESSAGES / BLOCK][];
  private final byte[][] pages = new byte[MESSAGES / PAGE][];
  private final byte[] head =
      ServerFrame.newBuilder()
          .setHeadPush(
              Head.newBuilder()
                  .setConversation(Samples.DIRECT.value())
                  .setEpoch(Samples.EPOCH)
                  .setSeq(MESSAGES))
          .build()
          .toByteArray();

  public ApplyBenchmark() {
    PushEncoder encoder = Frames.pushes();
    for (int i = 0; i < MESSAGES; i++) {
      pushes[i] = encoder.entry(Samples.entry(Samples.DIRECT, i + 1));
    }
    for (int i = 0; i < blockPages.length; i++) {
      int seq = i * BLOCK + 1;
      blockPages[i] = page(FIRST_FETCH + i, seq, seq, seq + BLOCK - 1);
    }
    for (int i = 0; i < pages.length; i++) {
      pages[i] = page(FIRST_FETCH + i, i * PAGE + 1, (i + 1) * PAGE, MESSAGES);
    }
  }

  /** The answer to a fetch: the messages {@code from} to {@code to} of a log that has more. */
  private byte[] page(long requestId, int from, int to, int headSeq) {
    MessagePage.Builder page =
        MessagePage.newBuilder()
            .setConversation(Samples.DIRECT.value())
            .setEpoch(Samples.EPOCH)
            .setFirstSeq(1)
            .setHeadSeq(headSeq);
    for (int seq = from; seq <= to; seq++) {
      page.addMessages(pushed(seq));
    }
    return ServerFrame.newBuilder()
        .setRequestId(requestId)
        .setMessagePage(page)
        .build()
        .toByteArray();
  }

  private Message pushed(int seq) {
    try {
      return ServerFrame.parseFrom(pushes[seq - 1]).getMessagePush();
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Pushes in order; per push. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public int inOrder() {
    OnlineCore core = new OnlineCore();
    for (byte[] push : pushes) {
      core.received(push);
    }
    return complete(core);
  }

  /** Pushes of which each second one overtook the one before it; per push. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public int overtaken() {
    OnlineCore core = new OnlineCore();
    for (int i = 0; i < MESSAGES; i += 2) {
      core.received(pushes[i + 1]);
      core.received(pushes[i]);
    }
    return complete(core);
  }

  /** Of ten messages one is not pushed and is pulled after a while; per message. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public int pulledHole() {
    OnlineCore core = new OnlineCore();
    for (int i = 0; i < MESSAGES; i++) {
      if (i % BLOCK != 0) {
        core.received(pushes[i]);
      }
      if (i % BLOCK == BLOCK - 1) {
        core.pass(Conversations.HOLE_MS);
        core.received(blockPages[i / BLOCK]);
      }
    }
    return complete(core);
  }

  /** Five pages of 200, one asked for after the other; per message. */
  @Benchmark
  @OperationsPerInvocation(MESSAGES)
  public int pages() {
    OnlineCore core = new OnlineCore();
    core.received(head);
    for (byte[] page : pages) {
      core.received(page);
    }
    return complete(core);
  }

  private static int complete(OnlineCore core) {
    if (core.messages() != MESSAGES) {
      throw new IllegalStateException("messages: " + core.messages());
    }
    return core.calls();
  }
}

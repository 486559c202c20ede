package dev.ferry.loadtest;

import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryClient;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.driver.FerryClients;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Pairs of users who each keep some messages in flight, for a while; prints messages a second, the
 * time to the ack, and the processor time that each named process spent on a message. Latencies are
 * those of a closed loop: they say nothing about an arrival rate.
 */
@Command(name = "direct-pairs", mixinStandardHelpOptions = true)
public final class DirectPairs implements Callable<Integer> {
  private static final int BODY_BYTES = 100;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  @Option(names = "--server", defaultValue = "tcp://127.0.0.1:9400")
  private URI server = URI.create("tcp://127.0.0.1:9400");

  @Option(
      names = "--secret",
      required = true,
      description = "File with the secret that signs tokens.")
  private @Nullable Path secret;

  @Option(names = "--pairs", defaultValue = "50")
  private int pairs;

  @Option(names = "--in-flight", defaultValue = "1", description = "Unacked messages of each user.")
  private int inFlight;

  @Option(
      names = "--warmup",
      defaultValue = "10",
      description = "Seconds before the figures count.")
  private int warmup;

  @Option(names = "--seconds", defaultValue = "20")
  private int seconds;

  @Option(names = "--pid", description = "Processes whose processor time is counted.")
  private List<Long> pids = new ArrayList<>();

  private final Histogram ackMicros = new ConcurrentHistogram(3);
  private final LongAdder acked = new LongAdder();
  private final LongAdder delivered = new LongAdder();
  private final AtomicLong stopAt = new AtomicLong(Long.MAX_VALUE);

  /** Set when the warm-up is over. */
  private volatile boolean counting;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new DirectPairs()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    if (secret == null) {
      throw new IllegalStateException("not called through picocli");
    }
    Tokens tokens = Tokens.from(secret);
    List<FerryClient> clients = new ArrayList<>();
    CountDownLatch online = new CountDownLatch(2 * pairs);
    for (int pair = 0; pair < pairs; pair++) {
      clients.add(client("left" + pair, tokens, online));
      clients.add(client("right" + pair, tokens, online));
    }
    online.await();
    for (int i = 0; i < clients.size(); i++) {
      String conversation = clients.get(i).directWith(clients.get(i ^ 1).user());
      for (int n = 0; n < inFlight; n++) {
        sendNext(clients.get(i), conversation);
      }
    }
    Thread.sleep(warmup * 1000L);
    measure();
    stopAt.set(System.nanoTime());
    clients.forEach(FerryClient::close);
    return 0;
  }

  private void measure() throws Exception {
    List<Long> before = new ArrayList<>();
    for (long pid : pids) {
      before.add(ProcessTime.micros(pid));
    }
    counting = true;
    long begin = System.nanoTime();
    Thread.sleep(seconds * 1000L);
    counting = false;
    double elapsed = (System.nanoTime() - begin) / (double) NANOS_PER_SECOND;
    long messages = acked.sum();
    System.out.printf(
        "messages acked      %d in %.1f s: %.0f a second%n", messages, elapsed, messages / elapsed);
    System.out.printf("messages delivered  %d%n", delivered.sum());
    System.out.printf(
        "send to ack         p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        ackMicros.getValueAtPercentile(50) / 1000.0,
        ackMicros.getValueAtPercentile(99) / 1000.0,
        ackMicros.getMaxValue() / 1000.0);
    for (int i = 0; i < pids.size(); i++) {
      long spent = ProcessTime.micros(pids.get(i)) - before.get(i);
      System.out.printf(
          "process %-11d %.1f µs a message%n", pids.get(i), spent / (double) messages);
    }
  }

  private FerryClient client(String user, Tokens tokens, CountDownLatch online) {
    FerryClient client =
        FerryClients.create(
            ClientOptions.builder()
                .server(server)
                .user(user)
                .device("bench")
                .tokens(() -> tokens.of(user))
                .firstSightMessages(0)
                .build());
    client.addListener(
        new ClientListener() {
          @Override
          public void onState(ClientState state) {
            if (state == ClientState.ONLINE) {
              online.countDown();
            }
          }

          @Override
          public void onMessage(ReceivedMessage message) {
            if (counting && !message.sender().equals(user)) {
              delivered.increment();
            }
          }
        });
    client.start();
    return client;
  }

  private void sendNext(FerryClient client, String conversation) {
    long begin = System.nanoTime();
    if (begin > stopAt.get()) {
      return;
    }
    client
        .send(conversation, MessageContent.of("bench", new byte[BODY_BYTES], ""))
        .whenComplete(
            (receipt, failure) -> {
              if (failure != null) {
                return;
              }
              if (counting) {
                acked.increment();
                ackMicros.recordValue((System.nanoTime() - begin) / 1000);
              }
              sendNext(client, conversation);
            });
  }
}

package dev.ferry.loadtest.fault;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.redis.EmbeddedRedis.Settings;
import dev.ferry.redis.RespConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RedisProxyIT {
  private static final int MESSAGES = 1_000;

  @TempDir Path folder;

  @Test
  void aShareOfTheMessagesOfARealRedisIsDroppedAndTheRepliesAreNot() throws IOException {
    try (EmbeddedRedis redis = EmbeddedRedis.start(Settings.in(folder));
        FaultProxy proxy = FaultProxy.ofRedis("127.0.0.1", redis.settings().port());
        RespConnection publisher = redis.connect();
        Socket subscriber = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(subscriber.getInputStream(), US_ASCII));
      say(subscriber, "HELLO 3 AUTH default " + redis.settings().password());
      say(subscriber, "SSUBSCRIBE ch");
      readUntil(in, "ssubscribe");

      proxy.dropBusMessages(0.2, 42);
      publish(publisher, 0);
      say(subscriber, "PING first");
      List<String> some = numbers(readUntil(in, "first"));
      assertEquals(MESSAGES - proxy.busMessagesDropped(), some.size());
      assertTrue(some.size() > 700 && some.size() < 900, some.size() + " of 1000 came");

      proxy.dropBusMessages(0, 0);
      publish(publisher, MESSAGES);
      say(subscriber, "PING second");
      assertEquals(MESSAGES, numbers(readUntil(in, "second")).size());
    }
  }

  @Test
  void aProxyOfBytesDropsNoMessages() {
    try (FaultProxy proxy = new FaultProxy("127.0.0.1", 1)) {
      assertThrows(RuntimeException.class, () -> proxy.dropBusMessages(0.2, 42));
    }
  }

  private static void publish(RespConnection publisher, int first) throws IOException {
    for (int i = first; i < first + MESSAGES; i++) {
      publisher.ask("SPUBLISH", "ch", "number-" + i);
    }
  }

  private static void say(Socket socket, String command) throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
  }

  private static List<String> readUntil(BufferedReader in, String last) throws IOException {
    List<String> lines = new ArrayList<>();
    String line;
    do {
      line = in.readLine();
      assertTrue(line != null, "Redis has closed the connection");
      lines.add(line);
    } while (!last.equals(line));
    return lines;
  }

  private static List<String> numbers(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("number-")).toList();
  }
}

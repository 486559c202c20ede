package dev.ferry.server.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.client.FerryException;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.group.GroupReceipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * Members that join, leave, are added and removed while messages flow: what was done, and what came
 * of it. All but the futures belongs to the test's thread.
 */
final class Churn {
  private static final int TICKS_A_SECOND = 100;
  private static final int CHANGES_A_SECOND = 50;
  private static final int MESSAGES_A_SECOND = 20;
  private static final int ADMINS = 4;

  private final Assembly assembly;
  private final Random random;
  private final List<CompletableFuture<GroupReceipt>> changes = new ArrayList<>();
  private final Map<String, CompletableFuture<SendReceipt>> said = new HashMap<>();

  /** The last change of a user who comes and goes; the next waits for its end. */
  private final Map<Integer, CompletableFuture<GroupReceipt>> last = new HashMap<>();

  private final Set<Integer> away = new HashSet<>();

  Churn(Assembly assembly, long seed) {
    this.assembly = assembly;
    this.random = new Random(seed);
  }

  /**
   * At fixed times, whatever the server does: it cannot slow the load down.
   *
   * @param events what else is to happen, by the number of the second at whose begin it does
   */
  void run(int seconds, Map<Integer, Runnable> events) throws InterruptedException {
    promoteAdmins();
    long tick = TimeUnit.SECONDS.toNanos(1) / TICKS_A_SECOND;
    long begin = System.nanoTime();
    for (int i = 0; i < seconds * TICKS_A_SECOND; i++) {
      TimeUnit.NANOSECONDS.sleep(begin + i * tick - System.nanoTime());
      if (i % TICKS_A_SECOND == 0) {
        events.getOrDefault(i / TICKS_A_SECOND, () -> {}).run();
      }
      if (i % (TICKS_A_SECOND / CHANGES_A_SECOND) == 0) {
        change();
      }
      if (i % (TICKS_A_SECOND / MESSAGES_A_SECOND) == 0) {
        say(i);
      }
    }
    changes.forEach(CompletableFuture::join);
    said.values().forEach(each -> each.exceptionally(failure -> null).join());
  }

  /** One device makes its changes of a group one after the other; several do not wait. */
  private void promoteAdmins() {
    for (int i = 1; i < ADMINS; i++) {
      assembly.owner().promote(assembly.phone(i).user()).join();
    }
  }

  /** One of the last third, who come and go, and does not wait for an answer; -1 if all do. */
  private int comer() {
    int members = assembly.phones().size();
    for (int tries = members / 3; tries > 0; tries--) {
      int number = members - 1 - random.nextInt(members / 3);
      CompletableFuture<GroupReceipt> before = last.get(number);
      if (before == null || before.isDone()) {
        return number;
      }
    }
    return -1;
  }

  private void change() {
    int number = comer();
    if (number < 0) {
      return;
    }
    GroupPhone phone = assembly.phone(number);
    GroupPhone admin = assembly.phone(random.nextInt(ADMINS));
    boolean byItself = random.nextBoolean();
    CompletableFuture<GroupReceipt> change;
    if (away.remove(number)) {
      change = byItself ? phone.join() : admin.add(phone.user());
    } else {
      away.add(number);
      change = byItself ? phone.leave() : admin.remove(phone.user());
    }
    last.put(number, change);
    changes.add(change);
  }

  /** Anybody: who is not a member at that moment is refused. */
  private void say(int number) {
    String text = "message " + number;
    said.put(text, assembly.phone(random.nextInt(assembly.phones().size())).say(text));
  }

  int changes() {
    return changes.size();
  }

  int messages() {
    return said.size();
  }

  /** What was acked is in the log where the ack says, and what was refused is not there. */
  void check(GroupTruth truth) {
    Map<Long, ReceivedMessage> bySeq = new HashMap<>();
    truth.log().forEach(entry -> bySeq.put(entry.seq(), entry));
    for (CompletableFuture<GroupReceipt> change : changes) {
      ReceivedMessage entry = bySeq.get(change.join().seq());
      assertTrue(entry != null && entry.change() != null, "no entry for " + change.join());
    }
    int refused = 0;
    for (Map.Entry<String, CompletableFuture<SendReceipt>> each : said.entrySet()) {
      ReceivedMessage entry = truth.find(each.getKey());
      try {
        SendReceipt receipt = each.getValue().join();
        assertTrue(entry != null && entry.seq() == receipt.seq(), each.getKey());
      } catch (CompletionException e) {
        FerryException reason = (FerryException) e.getCause();
        assertEquals("FORBIDDEN", reason == null ? null : reason.code());
        assertTrue(entry == null, each.getKey() + " was refused and is in the log");
        refused++;
      }
    }
    long messages = truth.log().stream().filter(entry -> entry.change() == null).count();
    assertEquals(said.size() - refused, messages);
  }
}

package dev.ferry.server.settings;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.message.MessageRef;
import dev.ferry.client.settings.ConversationSettings;
import dev.ferry.client.settings.SettingsChange;
import dev.ferry.protocol.v1.Head;
import dev.ferry.redis.EmbeddedRedis;
import dev.ferry.server.testkit.Nodes;
import dev.ferry.server.testkit.RawClient;
import dev.ferry.server.testkit.StoredSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices of a user on two nodes, online or not, come to want their conversations alike. */
@Timeout(300)
class SettingsDevicesIT {
  private static final int SEEDS = Integer.getInteger("ferry.settings.seeds", 20);
  private static final int STEPS = 20;
  private static final int AT_ONCE = 6;

  @TempDir private static Path folder;
  private static EmbeddedRedis redis;
  private static Nodes nodes;

  @BeforeAll
  static void begin() {
    redis = EmbeddedRedis.start(EmbeddedRedis.Settings.in(folder.resolve("redis")));
    nodes = Nodes.start(folder, 2, redis.uri().toString());
  }

  @AfterAll
  static void end() {
    nodes.close();
    redis.close();
  }

  private static SettingsDevice device(int node, String user, String device) {
    return new SettingsDevice(nodes.get(node).tcp(), nodes.tokens(), user, device).online();
  }

  private static long say(SettingsDevice device, String talk) {
    return device.client().send(talk, MessageContent.text("hello")).join().seq();
  }

  @Test
  void anotherDeviceIsToldAtOnceAndWhoWasAwayAfterItsLogin() {
    try (SettingsDevice phone = device(0, "anna", "phone").awaitOnline();
        SettingsDevice desk = device(1, "anna", "desk").awaitOnline();
        SettingsDevice pad = device(1, "anna", "pad").awaitOnline()) {
      String talk = "d/anna/bert";
      pad.close();
      phone.client().settings().change(talk, SettingsChange.remark("my bert")).join();
      await().until(() -> desk.client().settings().of(talk).remark().equals("my bert"));
      pad.online();
      await().until(() -> pad.client().settings().of(talk).remark().equals("my bert"));
    }
  }

  @Test
  void mutedDoesNotCountMarkedCountsAndReadingEndsTheMark() {
    try (SettingsDevice cleo = device(0, "cleo", "phone").awaitOnline();
        SettingsDevice dora = device(1, "dora", "phone").awaitOnline();
        SettingsDevice desk = device(0, "dora", "desk").awaitOnline()) {
      String talk = "d/cleo/dora";
      long seq = say(cleo, talk);
      await().until(() -> desk.client().unreadTotal() == 1);
      dora.client().settings().change(talk, SettingsChange.muteUntil(1L << 53)).join();
      await().until(() -> desk.client().unreadTotal() == 0);
      assertEquals(1, desk.client().unread(talk));
      dora.client().settings().change(talk, SettingsChange.muteUntil(0)).join();
      dora.client().markRead(talk, seq);
      dora.client().settings().change(talk, SettingsChange.markUnread(true)).join();
      await().until(() -> desk.client().settings().of(talk).isMarkedUnread());
      await().until(() -> desk.client().unread(talk) == 0 && desk.client().unreadTotal() == 1);
      // There is nothing that the cursor could move to.
      desk.client().markRead(talk, seq);
      await().until(() -> dora.client().unreadTotal() == 0);
      dora.client().settings().change(talk, SettingsChange.markUnread(true)).join();
      await().until(() -> desk.client().unreadTotal() == 1);
      long later = say(cleo, talk);
      await().until(() -> desk.client().unread(talk) == 1);
      dora.client().markRead(talk, later);
      await().until(() -> desk.client().unreadTotal() == 0);
      await().until(() -> !desk.client().settings().of(talk).isMarkedUnread());
    }
  }

  @Test
  void whatIsNewShowsAHiddenConversationAgain() {
    try (SettingsDevice emil = device(0, "emil", "phone").awaitOnline();
        SettingsDevice fred = device(1, "fred", "phone").awaitOnline();
        SettingsDevice desk = device(0, "fred", "desk").awaitOnline()) {
      String talk = "d/emil/fred";
      say(emil, talk);
      await().until(() -> fred.client().unread(talk) == 1);
      fred.client().settings().change(talk, SettingsChange.hide(true)).join();
      await().until(() -> desk.client().settings().of(talk).isHidden());
      say(emil, talk);
      await().until(() -> !desk.client().settings().of(talk).isHidden());
    }
  }

  @Test
  void whatIsDeletedForOneUserIsGoneOnItsDevicesAndOnNoOthers() {
    try (SettingsDevice gus = device(0, "gus", "phone").awaitOnline();
        SettingsDevice hal = device(1, "hal", "phone").awaitOnline();
        SettingsDevice desk = device(0, "hal", "desk").awaitOnline()) {
      String talk = "d/gus/hal";
      for (int i = 0; i < 4; i++) {
        say(gus, talk);
      }
      await().until(() -> desk.shown(talk).size() == 4 && hal.shown(talk).size() == 4);
      hal.client().messages().deleteForMe(new MessageRef(talk, hal.epoch(talk), 2)).join();
      await().until(() -> desk.shown(talk).equals(List.of(1L, 3L, 4L)));
      assertEquals(
          List.of(false, true, false, false),
          desk.client().history(talk, 1, 10).join().messages().stream()
              .map(ReceivedMessage::isDeletedForMe)
              .toList());
      assertEquals(4, desk.client().unreadTotal());
      desk.client().messages().clear(talk).join();
      await().until(() -> hal.shown(talk).isEmpty());
      say(gus, talk);
      await().until(() -> hal.shown(talk).equals(List.of(5L)));
      assertEquals(List.of(1L, 2L, 3L, 4L, 5L), gus.shown(talk));
    }
  }

  @Test
  void afterAnyChangesDevicesAndServerAgree() {
    ExecutorService several = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<CompletableFuture<Void>> runs = new ArrayList<>();
      for (long seed = 1; seed <= SEEDS; seed++) {
        long number = seed;
        runs.add(CompletableFuture.runAsync(() -> agree(number), several));
      }
      runs.forEach(CompletableFuture::join);
    } finally {
      several.shutdownNow();
    }
  }

  private static void agree(long seed) {
    String user = "u" + seed;
    List<String> talks = List.of("d/" + user + "/x", "d/" + user + "/y", "d/" + user + "/z");
    List<SettingsDevice> devices = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        devices.add(device(i % 2, user, "d" + i));
      }
      Map<String, String> drafts = operate(devices, talks, new Random(seed));
      devices.forEach(SettingsDevice::online);
      await("seed " + seed)
          .atMost(SettingsDevice.PATIENCE)
          .untilAsserted(() -> assertAgreed(user, devices, talks, drafts));
    } finally {
      devices.forEach(SettingsDevice::close);
    }
  }

  /** Gives the last draft of each conversation; only the first device writes them. */
  private static Map<String, String> operate(
      List<SettingsDevice> devices, List<String> talks, Random random) {
    Map<String, String> drafts = new HashMap<>();
    for (int step = 0; step < STEPS; step++) {
      int which = random.nextInt(devices.size());
      SettingsDevice device = devices.get(which);
      String talk = talks.get(random.nextInt(talks.size()));
      int die = random.nextInt(18);
      if (die == 0) {
        device.offline();
      } else if (die == 1) {
        device.online();
      } else if (die < 4) {
        var unused = device.client().send(talk, MessageContent.text("text"));
      } else if (die == 4) {
        device.client().markRead(talk, random.nextInt(9));
      } else if (die > 14) {
        delete(device, talk, random);
      } else if (which == 0 && die < 8) {
        drafts.put(talk, "draft " + step);
        var unused = device.client().settings().change(talk, SettingsChange.draft("draft " + step));
      } else {
        var unused = device.client().settings().change(talk, change(random));
      }
    }
    return drafts;
  }

  private static void delete(SettingsDevice device, String talk, Random random) {
    if (random.nextInt(5) == 0) {
      var unused = device.client().messages().clear(talk);
    } else {
      long seq = 1 + random.nextInt(6);
      MessageRef message = new MessageRef(talk, Math.max(1, device.epoch(talk)), seq);
      var unused = device.client().messages().deleteForMe(message);
    }
  }

  private static SettingsChange change(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> SettingsChange.pin(random.nextBoolean());
      case 1 -> SettingsChange.muteUntil(random.nextBoolean() ? 0 : 1L << 53);
      case 2 -> SettingsChange.remark(random.nextBoolean() ? "" : "r" + random.nextInt(3));
      case 3 -> SettingsChange.hide(random.nextInt(3) > 0);
      default -> SettingsChange.markUnread(random.nextInt(3) > 0);
    };
  }

  private static void assertAgreed(
      String user, List<SettingsDevice> devices, List<String> talks, Map<String, String> drafts) {
    StoredSettings server;
    try (RawClient asker = nodes.login(0, user, "asker")) {
      server = StoredSettings.of(asker);
    }
    long total = 0;
    for (Head head : server.heads().values()) {
      long unread = head.getCount() - head.getOwn().getReadCount();
      ConversationSettings own = server.of(head.getConversation());
      boolean silent = own.mutedUntilMs() > 0 || own.isHidden();
      total += silent ? 0 : own.isMarkedUnread() ? Math.max(1, unread) : unread;
    }
    drafts.forEach((talk, draft) -> assertEquals(draft, server.of(talk).draft(), "not lost"));
    for (SettingsDevice device : devices) {
      for (String talk : talks) {
        assertEquals(server.of(talk), device.client().settings().of(talk), device.toString());
      }
      assertEquals(total, device.client().unreadTotal(), device.toString());
      server.heads().values().forEach(head -> assertSameDeleted(server, device, head));
    }
  }

  private static void assertSameDeleted(StoredSettings server, SettingsDevice device, Head head) {
    String talk = head.getConversation();
    List<Long> left = new ArrayList<>();
    for (long seq = 1; seq <= head.getSeq(); seq++) {
      MessageRef message = new MessageRef(talk, head.getEpoch(), seq);
      boolean deleted = server.isDeleted(message);
      assertEquals(deleted, device.client().messages().isDeletedForMe(message), device.toString());
      if (!deleted) {
        left.add(seq);
      }
    }
    assertEquals(left, device.shown(talk), device.toString());
  }
}

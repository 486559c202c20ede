package dev.ferry.server.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.LogEntry;
import dev.ferry.server.model.UserId;
import dev.ferry.server.session.Burst;
import dev.ferry.server.session.Connection;
import dev.ferry.server.session.Loop;
import dev.ferry.server.session.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A device: its connection, what it was pushed, and what it has. Whenever it is told how far a
 * group goes, it pulls what there is for it at that moment.
 */
final class SimClient implements Connection {
  final UserId user;
  private final SimNode node;
  private final Loop loop;
  private final Map<ConversationId, List<Long>> pushed = new HashMap<>();
  private final Map<ConversationId, Set<Long>> has = new HashMap<>();
  private boolean congested;

  /** Set right after the client was made. */
  @SuppressWarnings("NullAway.Init")
  Session session;

  boolean live;
  boolean closing;

  SimClient(SimNode node, UserId user, Loop loop) {
    this.node = node;
    this.user = user;
    this.loop = loop;
  }

  boolean isLive() {
    return live;
  }

  /** Stops reading, or reads on. */
  void toggleReading() {
    loop.execute(() -> read(congested));
  }

  void readOn() {
    loop.execute(() -> read(true));
  }

  private void read(boolean on) {
    congested = !on;
    if (on) {
      session.catchUp();
    }
  }

  void pull(SimGroup group, long head) {
    Set<Long> here = has.computeIfAbsent(group.id, key -> new HashSet<>());
    group.readable(user, head).forEach(entry -> here.add(SimGroup.number(entry)));
  }

  @Override
  public void send(byte[] frame) {
    String[] words = new String(frame, UTF_8).split(" ");
    switch (words[0]) {
      case "compare" -> {
        for (SimGroup group : node.groups()) {
          pull(group, group.standing(user).headSeq());
        }
      }
      case "head" -> pull(node.group(ConversationId.parse(words[1])), Long.parseLong(words[2]));
      case "entry" -> {
        ConversationId group = ConversationId.parse(words[1]);
        long number = Long.parseLong(words[2]);
        pushed.computeIfAbsent(group, key -> new ArrayList<>()).add(number);
        has.computeIfAbsent(group, key -> new HashSet<>()).add(number);
      }
      default -> {}
    }
  }

  @Override
  public void send(Burst burst) {
    burst.frames().forEach(this::send);
  }

  /** Numbers of the entries that were pushed, in this order. */
  List<Long> pushed(SimGroup group) {
    return pushed.getOrDefault(group.id, List.of());
  }

  /** Entries that the user may read and that this device does not have. */
  List<Long> missed(SimGroup group) {
    Set<Long> here = has.getOrDefault(group.id, Set.of());
    return group.log().stream()
        .filter(entry -> !isOwn(entry))
        .map(SimGroup::number)
        .filter(number -> group.entitles(user, number) && !here.contains(number))
        .toList();
  }

  /** Whether the device has the ack, and so needs no push. */
  boolean isOwn(LogEntry entry) {
    return entry.change() == null && session.sent(entry);
  }

  @Override
  public Loop loop() {
    return loop;
  }

  @Override
  public boolean congested() {
    return congested;
  }

  @Override
  public void closeWith(byte[] lastFrame) {}

  @Override
  public void reading(boolean on) {}

  @Override
  public void loggedIn() {}

  @Override
  public String remote() {
    return "simulated";
  }

  @Override
  public String toString() {
    return session.toString();
  }
}

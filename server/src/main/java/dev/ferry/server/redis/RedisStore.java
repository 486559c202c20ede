package dev.ferry.server.redis;

import dev.ferry.server.delivery.Memberships;
import dev.ferry.server.group.Groups;
import dev.ferry.server.message.ConversationIndex;
import dev.ferry.server.message.Cursors;
import dev.ferry.server.message.MessageLog;
import dev.ferry.server.message.MessageReads;
import dev.ferry.server.message.SettingsStore;
import dev.ferry.server.model.Durability;
import dev.ferry.server.model.NodeId;
import dev.ferry.server.presence.PresenceStore;
import dev.ferry.server.presence.SignalPublisher;
import dev.ferry.server.privacy.PrivacyStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/** All that is kept of conversations, on the Redis at hand. */
public record RedisStore(
    MessageLog log,
    MessageReads reads,
    ConversationIndex index,
    Memberships memberships,
    Groups groups,
    Cursors cursors,
    SignalPublisher signals,
    PrivacyStore privacy) {

  /**
   * The bounds of logs, pages and groups.
   *
   * @param window accepted client message ids kept for each device and conversation, at least
   * @param entriesMax entries kept in a log, at least
   * @param pageBytesMax stored bytes in one page
   * @param membersMax members of a group
   * @param groupsPerUser groups that a user can be in
   * @param authorWindow how long authors may recall and edit their messages
   * @param blockedMax users whom one user can block
   */
  public record Limits(
      int window,
      int entriesMax,
      int pageBytesMax,
      int membersMax,
      int groupsPerUser,
      Duration authorWindow,
      int blockedMax) {}

  /**
   * @param timer runs the sweep of publish notes, where there are any, and tells groups of receipts
   */
  public static RedisStore open(
      RedisLink link, Durability durability, Limits limits, ScheduledExecutorService timer) {
    // A Cluster's nodes have a run each, and its slots move: it cannot be fenced this way.
    boolean mayRollBack = durability == Durability.MEMORY || link.failsOver();
    boolean fenced = mayRollBack && !link.isCluster();
    LogScript.Settings logs = new LogScript.Settings(limits.window(), limits.entriesMax(), fenced);
    int groupsMax = 2 * limits.groupsPerUser();
    NotifyScript notify = new NotifyScript(link);
    StandingScript standing = new StandingScript(link);
    Optional<PublishNotes> notes =
        link.isCluster() ? Optional.of(new PublishNotes(link, notify)) : Optional.empty();
    notes.ifPresent(each -> each.start(timer));
    Acceptance acceptance = new Acceptance(link);
    GroupChanges.Limits groupLimits =
        new GroupChanges.Limits(limits.membersMax(), limits.groupsPerUser());
    return new RedisStore(
        new RedisMessageLog(
            new AppendScript(link, logs, acceptance),
            new GroupAppendScript(link, logs),
            new OperateScript(link, logs, acceptance, limits.authorWindow()),
            new PageScript(link, limits.pageBytesMax()),
            notes),
        new RedisMessageReads(link, limits.pageBytesMax()),
        new RedisConversationIndex(link, standing),
        new RedisMemberships(link, standing, notify, groupsMax),
        new RedisGroups(
            new GroupChanges(link, logs, groupLimits),
            new GroupReads(link, limits.membersMax()),
            notes),
        new RedisCursors(link, timer),
        new RedisSignals(link, acceptance),
        new RedisPrivacy(link, limits.blockedMax()));
  }

  /**
   * How users want their conversations.
   *
   * @param perUser conversations that one user can have settings for
   */
  public static SettingsStore settings(RedisLink link, int perUser) {
    return new RedisConversationSettings(link, perUser, RedisConversationSettings.GONE_MAX);
  }

  /**
   * Who is online, by the leases of nodes.
   *
   * @param lease how long a node's lease holds without a refresh
   */
  public static PresenceStore presence(RedisLink link, NodeId node, Duration lease) {
    return new RedisPresence(link, new LeaseScript(link, node, lease));
  }
}

package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.GroupCommand;
import dev.ferry.server.model.UserId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The scripts under {@code lua/group}: one change of one group each. On a single Redis they also
 * see to the indexes and channels of the users concerned; in a Cluster they leave a publish note.
 */
final class GroupChanges {
  private final RedisLink link;
  private final LogScript.Settings logs;
  private final Limits limits;

  /** Whether scripts reach the users' slots, as {@link LogScript} tells them. */
  private final boolean publishing;

  private final Map<String, LogScript> scripts = new ConcurrentHashMap<>();

  /**
   * @param membersMax of a group
   * @param groupsPerUser exact on a single Redis; in a Cluster, two changes at once can pass it
   */
  record Limits(int membersMax, int groupsPerUser) {}

  GroupChanges(RedisLink link, LogScript.Settings logs, Limits limits) {
    this.link = link;
    this.logs = logs;
    this.limits = limits;
    this.publishing = !link.isCluster();
  }

  CompletionStage<Outcome> change(GroupCommand command) {
    ChangeForm form = ChangeForm.of(command.actor(), command.action());
    return groupsBefore(form).thenCompose(counts -> run(command, form, counts));
  }

  private CompletionStage<Outcome> run(
      GroupCommand command, ChangeForm form, Map<UserId, String> groupsBefore) {
    LogScript.Sending sending =
        new LogScript.Sending(
            command.group(),
            command.actor(),
            command.device(),
            command.session(),
            command.id(),
            null,
            StoredForm.of(command, form.entry()));
    return script(form.script())
        .run(sending, keys(command.group(), form), arguments(command, form, groupsBefore));
  }

  private LogScript script(String name) {
    return scripts.computeIfAbsent(name, key -> new LogScript(link, "group/" + key, logs));
  }

  /** A Cluster's script cannot count them itself. */
  private CompletionStage<Map<UserId, String>> groupsBefore(ChangeForm form) {
    if (publishing || !form.entry().change().kind().admits()) {
      return CompletableFuture.completedStage(Map.of());
    }
    Map<UserId, CompletableFuture<Long>> counts = new LinkedHashMap<>();
    for (UserId user : form.users()) {
      counts.put(
          user,
          link.batch()
              .commands()
              .zcount(Keys.groups(user), RedisMemberships.MEMBER)
              .toCompletableFuture());
    }
    link.batch().leave();
    return CompletableFuture.allOf(counts.values().toArray(CompletableFuture[]::new))
        .thenApply(
            done -> {
              Map<UserId, String> found = new LinkedHashMap<>();
              counts.forEach((user, count) -> found.put(user, String.valueOf(count.join())));
              return found;
            });
  }

  private List<byte[]> keys(ConversationId group, ChangeForm form) {
    List<byte[]> keys = new ArrayList<>();
    keys.add(Keys.channel(group));
    keys.add(Keys.roster(group));
    keys.add(Keys.spoke(group));
    keys.add(Keys.changes(group));
    keys.add(Keys.former(group));
    keys.add(Keys.requests(group));
    keys.add(Keys.links(group));
    keys.add(Keys.notes(Keys.bucket(group)));
    if (publishing) {
      for (UserId user : form.users()) {
        keys.add(Keys.index(user));
        keys.add(Keys.groups(user));
        keys.add(Keys.channel(user));
      }
    }
    return keys;
  }

  private List<byte[]> arguments(
      GroupCommand command, ChangeForm form, Map<UserId, String> groupsBefore) {
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(bytes(command.actor().value()));
    arguments.add(bytes(limits.membersMax()));
    arguments.add(bytes(limits.groupsPerUser()));
    arguments.add(bytes(form.users().size()));
    for (UserId user : form.users()) {
      arguments.add(bytes(user.value()));
      arguments.add(StoredForm.piece(user));
      arguments.add(bytes(groupsBefore.getOrDefault(user, "")));
    }
    form.otherwise().ifPresent(entry -> arguments.add(StoredForm.of(command, entry)));
    form.arguments().forEach(each -> arguments.add(bytes(each)));
    return arguments;
  }
}

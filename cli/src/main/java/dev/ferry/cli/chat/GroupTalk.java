package dev.ferry.cli.chat;

import dev.ferry.cli.connect.Failures;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.FerryClient;
import dev.ferry.client.group.GroupMember;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.group.GroupSettings;
import dev.ferry.client.group.MembersPage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/** Asks about groups and changes them; what came of it is told on the screen. */
final class GroupTalk {
  /** More names than a person reads. */
  private static final int MEMBERS_SHOWN = 50;

  private final FerryClient client;
  private final Screen screen;
  private final IntConsumer unanswered;

  /**
   * @param unanswered hears by how much the number of changes under way has changed
   */
  GroupTalk(FerryClient client, Screen screen, IntConsumer unanswered) {
    this.client = client;
    this.screen = screen;
    this.unanswered = unanswered;
  }

  /** Does {@code otherwise} when the user is not a member afterwards. */
  void join(String group, String link, Runnable otherwise) {
    change(
        client.groups().join(group, link),
        receipt -> {
          if (receipt.pending()) {
            screen.line(
                "-- asked to join " + name(group) + "; you will see when you are let in --");
            otherwise.run();
          }
        },
        otherwise);
  }

  /** Does {@code otherwise} when the user still is a member. */
  void leave(String group, Runnable otherwise) {
    change(client.groups().leave(group), receipt -> {}, otherwise);
  }

  /** Does {@code otherwise} when there is no such group of the user's. */
  void create(String group, String users, Runnable otherwise) {
    GroupSettings settings = GroupSettings.builder().build();
    change(client.groups().create(group, settings, split(users)), receipt -> {}, otherwise);
  }

  /** The change itself comes as a message. */
  void add(String group, String users) {
    change(client.groups().add(group, split(users)), receipt -> {}, () -> {});
  }

  void remove(String group, String users) {
    change(client.groups().remove(group, split(users)), receipt -> {}, () -> {});
  }

  void members(String group) {
    var unused = after(client.groups().members(group), page -> show(group, page), () -> {});
  }

  private void show(String group, MembersPage page) {
    List<GroupMember> members = page.members();
    String shown =
        members.stream()
            .limit(MEMBERS_SHOWN)
            .map(GroupTalk::words)
            .collect(Collectors.joining(", "));
    int more = members.size() - MEMBERS_SHOWN;
    screen.line(
        ("-- " + members.size() + " in " + name(group) + ": " + shown)
            + (more > 0 ? " and " + more + " more --" : " --"));
  }

  private static String words(GroupMember member) {
    String user = SafeText.of(member.user());
    return switch (member.role()) {
      case OWNER -> user + " (owner)";
      case ADMIN -> user + " (admin)";
      case MEMBER -> user;
    };
  }

  /** Counted until its outcome was told: a chat does not end before. */
  private void change(
      CompletableFuture<GroupReceipt> answer, Consumer<GroupReceipt> then, Runnable otherwise) {
    unanswered.accept(1);
    var unused =
        after(answer, then, otherwise).whenComplete((receipt, failure) -> unanswered.accept(-1));
  }

  private <T> CompletableFuture<T> after(
      CompletableFuture<T> answer, Consumer<T> then, Runnable otherwise) {
    return answer.whenComplete(
        (value, failure) -> {
          if (failure == null) {
            then.accept(value);
          } else {
            screen.line("-- not done: " + Failures.words(failure) + " --");
            otherwise.run();
          }
        });
  }

  private String name(String group) {
    return MessageFormat.place(group, client.user());
  }

  private static List<String> split(String users) {
    return Arrays.stream(users.split("[\\s,]+")).filter(user -> !user.isEmpty()).toList();
  }
}

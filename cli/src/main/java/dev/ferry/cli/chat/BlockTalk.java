package dev.ferry.cli.chat;

import dev.ferry.cli.connect.Failures;
import dev.ferry.cli.connect.UserConverter;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.ConversationIds;
import dev.ferry.client.FerryClient;
import dev.ferry.client.privacy.PrivacySettings;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/** Blocks whom one talks to, or somebody else. Safe for use from any thread. */
final class BlockTalk {
  private final FerryClient client;
  private final Screen screen;
  private final Supplier<@Nullable String> here;
  private final IntConsumer pending;

  /**
   * @param here the conversation at hand
   * @param pending told of calls that begin, 1, and of those that were answered, -1
   */
  BlockTalk(
      FerryClient client, Screen screen, Supplier<@Nullable String> here, IntConsumer pending) {
    this.client = client;
    this.screen = screen;
    this.here = here;
    this.pending = pending;
  }

  void addTo(SlashCommands commands) {
    commands.add(
        "/block",
        "/block [USER]",
        "take nothing more of USER",
        user -> change(user, "blocked ", client.privacy()::block));
    commands.add(
        "/unblock",
        "/unblock [USER]",
        "the opposite",
        user -> change(user, "unblocked ", client.privacy()::unblock));
  }

  private void change(
      String typed, String done, Function<String, CompletableFuture<PrivacySettings>> change) {
    whom(typed).ifPresent(user -> tell(done + SafeText.of(user), change.apply(user)));
  }

  private void tell(String done, CompletableFuture<PrivacySettings> change) {
    pending.accept(1);
    var unused =
        change.whenComplete(
            (now, failure) -> {
              screen.line(
                  failure == null
                      ? "-- " + done + " --"
                      : "not " + done + ": " + Failures.words(failure));
              pending.accept(-1);
            });
  }

  private Optional<String> whom(String typed) {
    String current = here.get();
    if (typed.isEmpty() && current != null && !ConversationIds.isGroup(current)) {
      return Optional.of(MessageFormat.place(current, client.user()));
    }
    try {
      return Optional.of(new UserConverter().convert(typed));
    } catch (TypeConversionException e) {
      screen.line("whom? " + e.getMessage());
      return Optional.empty();
    }
  }
}

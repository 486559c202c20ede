package dev.ferry.cli.privacy;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.Question;
import dev.ferry.client.FerryClient;
import dev.ferry.client.privacy.Privacy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A question about the user's privacy.
 *
 * @param <T> the answer
 */
abstract class PrivacyQuestion<T> extends Question<T> {
  PrivacyQuestion(Context context) {
    super(context);
  }

  abstract CompletableFuture<T> ask(Privacy privacy);

  /** Asks for one user after the other; gives the last answer. */
  static <T> CompletableFuture<T> inTurn(
      List<String> users, Function<String, CompletableFuture<T>> one) {
    CompletableFuture<T> last = one.apply(users.get(0));
    for (String user : users.subList(1, users.size())) {
      last = last.thenCompose(done -> one.apply(user));
    }
    return last;
  }

  @Override
  protected final CompletableFuture<T> ask(FerryClient client) {
    return ask(client.privacy());
  }
}

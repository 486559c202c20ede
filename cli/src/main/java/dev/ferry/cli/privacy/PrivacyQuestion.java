package dev.ferry.cli.privacy;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.Question;
import dev.ferry.client.FerryClient;
import dev.ferry.client.privacy.Privacy;
import java.util.concurrent.CompletableFuture;

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

  @Override
  protected final CompletableFuture<T> ask(FerryClient client) {
    return ask(client.privacy());
  }
}

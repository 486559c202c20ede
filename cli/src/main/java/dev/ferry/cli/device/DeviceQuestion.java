package dev.ferry.cli.device;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.Question;
import dev.ferry.client.FerryClient;
import dev.ferry.client.device.Devices;
import java.util.concurrent.CompletableFuture;

/**
 * A question about the user's devices.
 *
 * @param <T> the answer
 */
abstract class DeviceQuestion<T> extends Question<T> {
  DeviceQuestion(Context context) {
    super(context);
  }

  abstract CompletableFuture<T> ask(Devices devices);

  @Override
  protected final CompletableFuture<T> ask(FerryClient client) {
    return ask(client.devices());
  }
}

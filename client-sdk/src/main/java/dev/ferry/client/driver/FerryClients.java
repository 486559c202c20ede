package dev.ferry.client.driver;

import dev.ferry.client.ClientOptions;
import dev.ferry.client.FerryClient;

/** Where clients come from. */
public final class FerryClients {
  private FerryClients() {}

  /**
   * A client that is not started yet. It has threads of its own from {@link FerryClient#start} on.
   */
  public static FerryClient create(ClientOptions options) {
    return new ClientDriver(options, Transports.of(options));
  }
}

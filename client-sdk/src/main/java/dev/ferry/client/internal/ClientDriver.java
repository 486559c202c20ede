package dev.ferry.client.internal;

import dev.ferry.client.ClientOptions;
import dev.ferry.client.FerryClient;

/** Runs a client; not finished yet. */
public final class ClientDriver {
  private ClientDriver() {}

  public static FerryClient create(ClientOptions options) {
    throw new UnsupportedOperationException("client for " + options.user());
  }
}

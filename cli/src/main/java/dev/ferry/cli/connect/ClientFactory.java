package dev.ferry.cli.connect;

import dev.ferry.client.ClientOptions;
import dev.ferry.client.FerryClient;

/** Makes the client of a command; tests put their own in its place. */
@FunctionalInterface
public interface ClientFactory {
  FerryClient create(ClientOptions options);
}

package dev.ferry.loadtest.crowd;

import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/**
 * Who a phone is, and where it connects.
 *
 * @param servers {@code tcp}, {@code tcps}, {@code ws} or {@code wss}; at least one, tried in turn,
 *     one a connection
 * @param firstSightMessages newest messages to pull of a conversation that is new to it
 */
public record PhoneOptions(
    List<URI> servers, String user, String device, Supplier<String> token, int firstSightMessages) {

  public PhoneOptions {
    servers = List.copyOf(servers);
  }
}

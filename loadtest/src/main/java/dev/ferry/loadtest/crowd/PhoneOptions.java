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
 * @param deliveryReports whether it tells the server what it has received
 */
public record PhoneOptions(
    List<URI> servers,
    String user,
    String device,
    Supplier<String> token,
    int firstSightMessages,
    boolean deliveryReports) {

  public PhoneOptions {
    servers = List.copyOf(servers);
  }

  /** One that does not tell what it has received. */
  public PhoneOptions(
      List<URI> servers,
      String user,
      String device,
      Supplier<String> token,
      int firstSightMessages) {
    this(servers, user, device, token, firstSightMessages, false);
  }
}

package dev.ferry.cli.connect;

import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.FerryException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Turns what the SDK reports into one line for people and an exit status. */
public final class Failures {
  private Failures() {}

  /** {@code reason} as the end of a command of {@code user} on {@code server}. */
  public static CliException toExit(FerryException reason, URI server, String user) {
    if (reason.code().equals("USER_MISMATCH")) {
      return new CliException(
          ExitCode.UNAUTHORISED,
          "the token is not " + user + "'s (" + words(reason) + "): make one with ./ferry token");
    }
    return switch (reason.kind()) {
      case UNREACHABLE, CLOSED -> unreachable(reason, server);
      case UNAUTHENTICATED ->
          new CliException(
              ExitCode.UNAUTHORISED,
              "not authorised as "
                  + user
                  + " ("
                  + reason.code()
                  + "): give a valid --token, or --data DIR of the server at "
                  + address(server));
      case REFUSED, TERMINATED ->
          new CliException(ExitCode.REFUSED, "refused by the server: " + words(reason));
      case OUTBOX_FULL -> new CliException(ExitCode.REFUSED, "too many messages wait for an ack");
    };
  }

  private static CliException unreachable(FerryException reason, URI server) {
    String address = address(server);
    if (find(reason, UnknownHostException.class) != null) {
      return new CliException(
          ExitCode.UNREACHABLE, "no host named " + server.getHost() + ": check --server");
    }
    SSLException tls = find(reason, SSLException.class);
    if (tls != null) {
      return new CliException(
          ExitCode.UNREACHABLE,
          "no TLS with "
              + address
              + " ("
              + firstLine(tls).split(": ", 2)[0]
              + "): check --ca and --server");
    }
    if (find(reason, ConnectException.class) != null) {
      return new CliException(
          ExitCode.UNREACHABLE,
          "no server at " + address + ": start one with ./ferry up, or name another by --server");
    }
    return new CliException(
        ExitCode.UNREACHABLE,
        "no answer from " + address + " (" + firstLine(reason) + "): check --server");
  }

  /** Whether trying again within seconds is pointless: nobody listens, or there is no such host. */
  public static boolean isHopeless(FerryException reason) {
    return reason.kind() == FerryException.Kind.UNREACHABLE
        && (find(reason, ConnectException.class) != null
            || find(reason, UnknownHostException.class) != null
            || find(reason, NoRouteToHostException.class) != null
            || find(reason, SSLException.class) != null);
  }

  /** The SDK's word inside what a future threw, or null when it is something else. */
  public static @Nullable FerryException ferryException(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof FerryException reason ? reason : null;
  }

  /** {@link #words(FerryException)} of what a future threw. */
  public static String words(Throwable thrown) {
    FerryException reason = ferryException(thrown);
    return reason == null ? SafeText.of(String.valueOf(thrown)) : words(reason);
  }

  /** Code, message and offending value on one harmless line. */
  public static String words(FerryException reason) {
    String message = firstLine(reason);
    String line = message.startsWith(reason.code()) ? message : reason.code() + ": " + message;
    return reason.value().isEmpty() || line.contains(SafeText.of(reason.value()))
        ? line
        : line + " (" + SafeText.of(reason.value()) + ")";
  }

  static String address(URI server) {
    return server.getScheme() + "://" + server.getHost() + ":" + server.getPort();
  }

  private static String firstLine(Throwable thrown) {
    String message = thrown.getMessage();
    return message == null
        ? thrown.getClass().getSimpleName()
        : SafeText.of(message.lines().findFirst().orElse(""));
  }

  private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 10; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }
}

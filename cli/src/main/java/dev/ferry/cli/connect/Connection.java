package dev.ferry.cli.connect;

import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.client.ClientListener;
import dev.ferry.client.ClientOptions;
import dev.ferry.client.ClientState;
import dev.ferry.client.FerryClient;
import dev.ferry.client.FerryException;
import dev.ferry.client.HistoryPage;
import dev.ferry.client.ReceivedMessage;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A client for the length of one command. The SDK by itself tries for ever; this gives up where a
 * person at a prompt would, and says why as a {@link CliException}.
 */
public final class Connection implements AutoCloseable {
  private final FerryClient client;
  private final URI server;
  private final CompletableFuture<Void> online = new CompletableFuture<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();

  /** Written on the callback thread only. */
  private volatile @Nullable FerryException lastFailure;

  private Connection(FerryClient client, URI server) {
    this.client = client;
    this.server = server;
  }

  /** A connection that is not started yet, so that listeners can be added first. */
  public static Connection of(ClientFactory clients, ClientOptions options) {
    FerryClient client = clients.create(options);
    Connection connection = new Connection(client, options.server());
    client.addListener(connection.new Watch());
    return connection;
  }

  /**
   * A connection that has logged in, for a command that asks: what is said in the user's
   * conversations is nothing to it.
   *
   * @throws CliException as {@link #start}
   */
  public static Connection toAsk(ClientFactory clients, ConnectOptions connect, Deadline deadline) {
    Connection connection = of(clients, connect.toClientOptions().firstSightMessages(0).build());
    try {
      connection.start(deadline);
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  public FerryClient client() {
    return client;
  }

  /**
   * Starts, and waits for the first login.
   *
   * @throws CliException when nobody listens there, the login was refused, or time ran out
   */
  public void start(Deadline deadline) {
    client.start();
    try {
      online.get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw notOnlineIn(deadline.length());
    } catch (ExecutionException e) {
      throw exit(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /**
   * Waits for {@code future}, or for the end of this client.
   *
   * @throws CliException when it failed, or time ran out
   */
  public <T> T await(CompletableFuture<T> future, Deadline deadline, String what) {
    try {
      CompletableFuture.anyOf(future, ended).get(deadline.left().toMillis(), TimeUnit.MILLISECONDS);
      return future.get();
    } catch (TimeoutException e) {
      throw new CliException(
          ExitCode.TIMED_OUT,
          what
              + " within "
              + DurationConverter.words(deadline.length())
              + ": try a longer --timeout");
    } catch (ExecutionException e) {
      throw exit(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /**
   * The message of this number, as it is by now.
   *
   * @throws CliException when there is none that the user can read, or time ran out
   */
  public ReceivedMessage find(String conversation, long seq, Deadline deadline) {
    HistoryPage page = await(client.history(conversation, seq, 1), deadline, "no answer");
    if (page.messages().isEmpty() || page.messages().get(0).seq() != seq) {
      throw new CliException(
          ExitCode.REFUSED,
          "no message #"
              + seq
              + " "
              + MessageFormat.where(conversation, client.user())
              + ": see history");
    }
    return page.messages().get(0);
  }

  /** Fails, with a {@link CliException}, when this client will not connect again. */
  public CompletableFuture<Void> ended() {
    return ended;
  }

  /** {@code failure} of a future of this client as the end of the command. */
  public CliException exit(Throwable failure) {
    if (failure.getCause() instanceof CliException exit) {
      return exit;
    }
    FerryException reason = Failures.ferryException(failure);
    if (reason == null) {
      throw new IllegalStateException(failure.getCause());
    }
    return Failures.toExit(reason, server, client.user());
  }

  private CliException notOnlineIn(Duration timeout) {
    FerryException reason = lastFailure;
    String words = DurationConverter.words(timeout);
    if (reason == null) {
      return new CliException(
          ExitCode.UNREACHABLE,
          "no answer from " + Failures.address(server) + " in " + words + ": check --server");
    }
    if (reason.kind() == FerryException.Kind.UNREACHABLE
        && reason.code().equals(FerryException.Kind.UNREACHABLE.name())) {
      return Failures.toExit(reason, server, client.user());
    }
    return new CliException(
        ExitCode.TIMED_OUT,
        "no login within " + words + " (" + Failures.words(reason) + "): try again later");
  }

  private static CliException interrupted() {
    Thread.currentThread().interrupt();
    return new CliException(ExitCode.DEFECT, "interrupted");
  }

  @Override
  public void close() {
    client.close();
  }

  /** Tells the waiting thread how the connection fares. */
  private final class Watch implements ClientListener {
    @Override
    public void onState(ClientState state) {
      if (state == ClientState.ONLINE) {
        online.complete(null);
      }
    }

    @Override
    public void onDisconnected(FerryException reason, boolean terminal) {
      lastFailure = reason;
      if (terminal || (!online.isDone() && Failures.isHopeless(reason))) {
        CliException exit = Failures.toExit(reason, server, client.user());
        online.completeExceptionally(exit);
        ended.completeExceptionally(exit);
      }
    }
  }
}

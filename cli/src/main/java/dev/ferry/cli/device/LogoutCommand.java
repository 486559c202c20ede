package dev.ferry.cli.device;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.device.Devices;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Logs devices out. */
@Command(
    name = "logout",
    description = "Log a device out, or all others: their tokens log in no more.")
final class LogoutCommand extends DeviceQuestion<Integer> {
  @ArgGroup(multiplicity = "1")
  Whom whom = new Whom();

  /** Exactly one of the two. */
  static final class Whom {
    @Parameters(paramLabel = "ID", description = "The device.")
    @Nullable String device;

    @Option(names = "--others", description = "All devices but the one of this command.")
    boolean others;
  }

  LogoutCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<Integer> ask(Devices devices) {
    return whom.device == null ? devices.logOutOthers() : devices.logOut(whom.device);
  }

  @Override
  protected void show(Integer sessions) {
    String who = whom.device == null ? "all other devices" : SafeText.of(whom.device);
    console()
        .line(
            "logged out "
                + who
                + switch (sessions) {
                  case 0 -> " (none was live)";
                  case 1 -> " (1 live session ended)";
                  default -> " (" + sessions + " live sessions ended)";
                });
  }

  @Override
  protected void showJson(Integer sessions) {
    console().json(Map.of("sessions", sessions));
  }
}

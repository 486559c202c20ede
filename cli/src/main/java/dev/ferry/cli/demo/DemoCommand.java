package dev.ferry.cli.demo;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.connect.DurationConverter;
import dev.ferry.cli.connect.HelpOption;
import dev.ferry.cli.terminal.CliException;
import dev.ferry.cli.terminal.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows in seconds what Ferry promises, on real parts, and leaves nothing behind. */
@Command(
    name = "demo",
    description =
        "A tour: talk, kill the server, check that nothing was lost; a group on two nodes.")
public final class DemoCommand implements Callable<Integer> {
  @Mixin HelpOption help = new HelpOption();
  private final Context context;

  @Option(names = "--json", description = "Print one JSON object a check; the tale goes to stderr.")
  boolean json;

  public DemoCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    String launcher = System.getProperty("ferry.launcher");
    if (launcher == null) {
      throw new CliException(ExitCode.USAGE, "the tour needs the launcher: run ./ferry demo");
    }
    long began = System.nanoTime();
    Narrator narrator = new Narrator(context.console(), json);
    Path folder = Files.createTempDirectory("ferry-demo-");
    ServerProcess server = new ServerProcess(launcher, folder);
    Path elsewhere = Files.createDirectory(folder.resolve("second"));
    ServerProcess second = new ServerProcess(launcher, elsewhere);
    // Also when Ctrl-C ends the tour early.
    Thread cleanUp =
        new Thread(() -> leaveNothing(List.of(second, server), folder), "demo-clean-up");
    Runtime.getRuntime().addShutdownHook(cleanUp);
    Tour tour = new Tour(narrator, context.clients(), server, second);
    try {
      tour.run();
    } catch (ExecutionException | TimeoutException | CliException e) {
      if (server.isDestroyed()) {
        return ExitCode.DEFECT; // Ctrl-C: the rest of the tour fails, and nobody asked how.
      }
      throw tour.stage()
          .failed("the tour failed: " + (e instanceof CliException ? e.getMessage() : e));
    } finally {
      leaveNothing(List.of(second, server), folder);
    }
    narrator.check("folder", "the temporary folder is gone", !Files.exists(folder), null);
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    narrator.say("");
    narrator.say(
        narrator.allHeld()
            ? "All held, in " + DurationConverter.words(took) + "."
            : "Not all held: this is a defect, please report it.");
    return narrator.allHeld() ? ExitCode.OK : ExitCode.DEFECT;
  }

  /** Runs on the main thread and, when the process is ended early, on the shutdown thread. */
  private static synchronized void leaveNothing(List<ServerProcess> servers, Path folder) {
    servers.forEach(ServerProcess::destroy);
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // A file may vanish while we look; what really stays is told by the last check.
    }
  }
}

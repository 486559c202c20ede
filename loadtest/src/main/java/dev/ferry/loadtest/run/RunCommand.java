package dev.ferry.loadtest.run;

import dev.ferry.loadtest.fault.plan.FaultKind;
import dev.ferry.loadtest.fault.plan.FaultPlan;
import dev.ferry.loadtest.fault.plan.FaultSetting;
import dev.ferry.loadtest.fault.plan.InvalidFaultException;
import dev.ferry.loadtest.fleet.Deployment;
import dev.ferry.loadtest.fleet.Fleet;
import dev.ferry.loadtest.fleet.FleetFaults;
import dev.ferry.loadtest.fleet.GivenServers;
import dev.ferry.loadtest.report.FailIf;
import dev.ferry.loadtest.report.Result;
import dev.ferry.loadtest.scenario.Scenario;
import dev.ferry.loadtest.scenario.ScenarioException;
import dev.ferry.loadtest.worker.Driver;
import dev.ferry.loadtest.worker.WorkerLostException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code ferry load SCENARIO}: one run, from the start of what is measured to the verdict. */
@Command(
    name = "ferry load",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Loads Ferry as thousands of phones would, checks that every message arrived once, in order, and where it should, "
          + "and writes a report.%n",
      "SCENARIO is one of direct, group, mixed, idle, login-storm, reconnect-storm, offline-drain, slow-reader and soak, "
          + "or a file. ./ferry load show group prints one, to be copied and edited; every setting at the top of it "
          + "is an option too: --members 500, --rate 20, --duration 1m.%n"
    },
    footer = {
      "",
      "Exit status: 0 clean, 1 a promise was broken, 2 wrong usage, 3 the run proves nothing (it could not start, or the",
      "harness itself was at its limit), 4 a --fail-if held."
    })
public final class RunCommand implements Callable<Integer> {
  static final int CLEAN = 0;
  static final int VIOLATED = 1;
  static final int USAGE = 2;
  static final int INVALID = 3;
  static final int FAILED_IF = 4;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "SCENARIO", description = "What to do.")
  private String scenario = "";

  @Option(
      names = "--server",
      split = ",",
      paramLabel = "URL",
      description =
          "Servers to load, tcp, tcps, ws or wss://host:port; without it the harness starts its own.")
  private List<URI> servers = new ArrayList<>();

  @Option(
      names = "--secret",
      paramLabel = "FILE",
      description = "With --server: the file with the key that signs tokens.")
  private @Nullable Path secret;

  @Option(
      names = "--pid",
      paramLabel = "ROLE=PID",
      description = "With --server: a process whose costs count; ROLE is server or redis.")
  private Map<String, Long> pids = new LinkedHashMap<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where report.html, result.json and logs go (load-runs/SCENARIO-TIME).")
  private @Nullable Path out;

  @Option(names = "--json", paramLabel = "FILE", description = "A second place for the result.")
  private @Nullable Path json;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      description = {
        "What goes wrong while it is measured: 'kill-node@5s,kill-redis@12s', 'delay-clients:200ms@5s+10s', "
            + "'random:SEED'; docs/load.md has them all."
      })
  private List<String> faults = new ArrayList<>();

  @Option(
      names = "--fail-if",
      paramLabel = "CONDITIONS",
      description = "Exit with 4 when one holds: 'lost>0,deliver_p99_ms>200'.")
  private String failIf = "";

  @Option(
      names = "--node-command",
      paramLabel = "WORDS",
      description = "What starts a node (./ferry up): another build, to compare with.")
  private @Nullable String nodeCommand;

  @Option(names = "--quiet", description = "No line a second.")
  private boolean quiet;

  @Unmatched private List<String> rest = new ArrayList<>();

  /** The command with its subcommands. */
  public static CommandLine commandLine() {
    return new CommandLine(new RunCommand())
        .addSubcommand(new CapacityCommand())
        .addSubcommand(new CompareCommand())
        .addSubcommand(new ShowCommand())
        .setExecutionExceptionHandler(RunCommand::failed);
  }

  private static int failed(
      Exception e, CommandLine command, CommandLine.@Nullable ParseResult parsed) {
    if (e instanceof ScenarioException
        || e instanceof InvalidFaultException
        || e instanceof ParameterException) {
      command.getErr().println("ferry load: " + e.getMessage());
      return USAGE;
    }
    if (e instanceof WorkerLostException) {
      command.getErr().println("ferry load: invalid: " + e.getMessage());
      return INVALID;
    }
    command.getErr().println("ferry load: " + e);
    e.printStackTrace(command.getErr());
    return INVALID;
  }

  @Override
  public Integer call() throws Exception {
    if (scenario.isEmpty() && spec != null) {
      spec.commandLine().usage(spec.commandLine().getErr());
      return USAGE;
    }
    FailIf conditions = failIf();
    Scenario read = Scenario.read(scenario, changes(rest));
    Drivers.check(read);
    FaultPlan plan = plan(read);
    Path folder = folder(read);
    Files.createDirectories(folder);
    PrintWriter console = new PrintWriter(System.out, true);
    Result result;
    try (Deployment deployment = deployment(read, plan, folder);
        Driver driver = Drivers.of(read, deployment, plan != FaultPlan.NONE, folder)) {
      Consumer<String> say = quiet ? line -> {} : console::println;
      LoadRun run = new LoadRun(read, deployment, plan, folder, say);
      result = new Verdicts(read, command()).result(run.run(driver), deployment.facts());
    }
    new Outputs(folder, json, console).write(result);
    List<String> failures = conditions == null ? List.of() : conditions.failures(result);
    failures.forEach(failure -> console.println("fail-if        " + failure));
    return switch (result.judgement().verdict()) {
      case CLEAN -> failures.isEmpty() ? CLEAN : FAILED_IF;
      case VIOLATED -> VIOLATED;
      case INVALID -> INVALID;
    };
  }

  private static Fleet.RedisForm form(Scenario read) {
    List<String> forms =
        Arrays.stream(Fleet.RedisForm.values())
            .map(form -> form.name().toLowerCase(Locale.ROOT))
            .toList();
    return Fleet.RedisForm.valueOf(read.run().oneOf("redis", forms).toUpperCase(Locale.ROOT));
  }

  /** Servers that somebody else has started are not ours to hurt. */
  private FaultPlan plan(Scenario read) {
    if (faults.isEmpty()) {
      return FaultPlan.NONE;
    }
    Set<FaultKind> possible = servers.isEmpty() ? FleetFaults.possible(form(read)) : Set.of();
    return FaultPlan.parse(
        faults,
        new FaultSetting(read.run().duration("duration"), read.run().count("nodes"), possible));
  }

  private @Nullable FailIf failIf() {
    try {
      return failIf.isBlank() ? null : FailIf.parse(failIf);
    } catch (FailIf.InvalidConditionException e) {
      throw new ScenarioException("--fail-if: " + e.getMessage());
    }
  }

  private Path folder(Scenario read) {
    String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return out != null ? out : Path.of("load-runs", read.name() + "-" + time);
  }

  private Deployment deployment(Scenario read, FaultPlan plan, Path folder) throws IOException {
    if (servers.isEmpty()) {
      return Fleet.start(
          new Fleet.Options(
              folder,
              serverCommand(),
              read.run().count("nodes"),
              form(read),
              read.run().text("durability"),
              read.nodeSettings(),
              read.run().text("node-jvm"),
              read.webSocket(),
              FleetFaults.touchesClients(plan),
              FleetFaults.touchesRedis(plan)));
    }
    if (secret == null) {
      throw new ScenarioException("--secret: missing (expected: a file, with --server)");
    }
    List<Deployment.Part> parts = new ArrayList<>();
    pids.forEach(
        (role, pid) ->
            parts.add(
                new Deployment.Part(
                    role, Deployment.Role.valueOf(role.toUpperCase(Locale.ROOT)), pid)));
    return new GivenServers(servers, Files.readString(secret).strip(), parts);
  }

  /** The launcher, when it started this; else this class path, on which the server may be. */
  private List<String> serverCommand() {
    if (nodeCommand != null) {
      return List.of(nodeCommand.split(" +"));
    }
    String launcher = System.getProperty("ferry.launcher");
    return launcher == null ? List.of() : List.of(launcher, "up");
  }

  /** The line that repeats the run. */
  private String command() {
    List<String> words =
        spec == null ? List.of() : spec.commandLine().getParseResult().originalArgs();
    return "./ferry load " + String.join(" ", words);
  }

  /** {@code --key value} and {@code --key=value}. */
  static Map<String, String> changes(List<String> words) {
    Map<String, String> changes = new LinkedHashMap<>();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("--")) {
        throw new ScenarioException(word + ": unexpected (expected: --SETTING VALUE)");
      }
      int equals = word.indexOf('=');
      if (equals > 0) {
        changes.put(word.substring(2, equals), word.substring(equals + 1));
      } else if (i + 1 < words.size()) {
        changes.put(word.substring(2), words.get(++i));
      } else {
        throw new ScenarioException(word + ": without a value");
      }
    }
    return changes;
  }
}

package dev.ferry.loadtest.run;

import dev.ferry.loadtest.figure.Meters;
import dev.ferry.loadtest.figure.ProcessUsage;
import dev.ferry.loadtest.figure.Timing;
import dev.ferry.loadtest.fleet.Deployment.Part;
import dev.ferry.loadtest.fleet.Deployment.Role;
import dev.ferry.loadtest.report.Activity;
import dev.ferry.loadtest.report.Harness;
import dev.ferry.loadtest.report.Latency;
import dev.ferry.loadtest.report.ProcessUse;
import dev.ferry.loadtest.report.RedisCost;
import dev.ferry.loadtest.report.ServerCost;
import dev.ferry.loadtest.report.Timeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From what was read off to the figures of the report. */
final class Findings {
  private static final double NANOS_PER_MS = 1e6;

  /** Of one processor; beyond that a loop does not come round in time. */
  private static final double LOOP_SHARE_MAX = 0.9;

  private static final double LATE_P99_MS_MAX = 50;

  private final LoadRun.Measured measured;
  private final Window.Seen seen;
  private final Meters.Counts window;

  Findings(LoadRun.Measured measured) {
    this.measured = measured;
    this.seen = measured.window();
    this.window = seen.counts();
  }

  Map<String, Latency> latencies() {
    Map<String, Latency> latencies = new LinkedHashMap<>();
    Meters meters = measured.meters();
    put(latencies, "ack_ms", meters.ack);
    put(latencies, "deliver_ms", meters.deliver);
    put(latencies, "last_of_group_ms", meters.lastOfGroup);
    put(latencies, "login_ms", meters.login);
    put(latencies, "reconnect_ms", meters.reconnect);
    put(latencies, "drain_ms", meters.drain);
    put(latencies, "readers_ms", meters.readers);
    put(latencies, "online_ms", meters.online);
    put(latencies, "offline_ms", meters.offline);
    return latencies;
  }

  private static void put(Map<String, Latency> latencies, String name, Timing timing) {
    if (timing.total().getTotalCount() > 0) {
      latencies.put(name, Latency.of(timing.total(), timing.rawTotal(), NANOS_PER_MS));
    }
  }

  Activity activity() {
    return new Activity(
        window.reads(),
        window.cursors(),
        window.operations(),
        window.signals(),
        window.signalsTold(),
        window.presenceTold());
  }

  List<ProcessUse> processes() {
    List<ProcessUse> uses = new ArrayList<>();
    Map<String, Integer> lives = new LinkedHashMap<>();
    seen.to()
        .forEach(
            (part, used) -> {
              int life = lives.merge(part.name(), 1, Integer::sum);
              uses.add(use(part, life == 1 ? part.name() : part.name() + " (" + life + ")", used));
            });
    return uses;
  }

  private ProcessUse use(Part part, String name, ProcessUsage used) {
    ProcessUsage before = seen.from().getOrDefault(part, ProcessUsage.NONE);
    long peak =
        measured.series().stream()
            .mapToLong(second -> second.uses().getOrDefault(part, new Sampler.Use(0, 0)).rssBytes())
            .max()
            .orElse(0);
    return new ProcessUse(
        name,
        ProcessUse.Role.valueOf(part.role().name()),
        used.userMicros() - before.userMicros(),
        used.systemMicros() - before.systemMicros(),
        before.rssBytes(),
        Math.max(peak, used.rssBytes()),
        used.rssBytes());
  }

  ServerCost server() {
    if (!knows(Role.SERVER)) {
      return ServerCost.NONE;
    }
    double cpu = Spending.cpuMicros(Role.SERVER, seen.from(), seen.to());
    double rss =
        processes().stream()
            .filter(use -> use.role() == ProcessUse.Role.SERVER)
            .mapToLong(ProcessUse::rssPeakBytes)
            .sum();
    double perSession = measured.meters().bytesPerSession();
    return new ServerCost(
        per(cpu, window.acked()),
        per(cpu, window.delivered()),
        window.acked() == 0 ? per(cpu, window.logins()) : null,
        rss,
        Double.isNaN(perSession) ? null : perSession);
  }

  RedisCost redis() {
    if (!knows(Role.REDIS)) {
      return RedisCost.NONE;
    }
    double cpu = Spending.cpuMicros(Role.REDIS, seen.from(), seen.to());
    return new RedisCost(
        per(cpu, window.acked()),
        per(seen.redis().commands(), window.acked()),
        per(seen.redis().bytesIn() + seen.redis().bytesOut(), window.acked()),
        measured.commandsAtRest());
  }

  private boolean knows(Role role) {
    return seen.to().keySet().stream().anyMatch(part -> part.role() == role);
  }

  private static @Nullable Double per(double total, long things) {
    return things == 0 ? null : total / things;
  }

  Harness harness() {
    List<String> reasons = new ArrayList<>();
    for (int i = 0; i < seen.loopShares().size(); i++) {
      double share = seen.loopShares().get(i);
      if (share > LOOP_SHARE_MAX) {
        reasons.add(
            String.format(
                Locale.ROOT,
                "event loop %d of the phones was busy for %.0f %% of the time",
                i + 1,
                100 * share));
      }
    }
    double late = Sampler.ms(measured.meters().late.total(), 99);
    if (late > LATE_P99_MS_MAX) {
      reasons.add(
          String.format(Locale.ROOT, "1 %% of the messages left more than %.0f ms late", late));
    }
    double cpu = Spending.cpuMicros(Role.HARNESS, seen.from(), seen.to());
    return new Harness(!reasons.isEmpty(), reasons, cpu / 1e6 / seen.seconds());
  }

  List<Timeline.Sample> series() {
    return measured.series().stream().map(Findings::sample).toList();
  }

  private static Timeline.Sample sample(Sampler.Second second) {
    Map<String, Double> cpu = new LinkedHashMap<>();
    Map<String, Long> rss = new LinkedHashMap<>();
    second
        .uses()
        .forEach(
            (part, use) -> {
              cpu.merge(part.name(), use.cpu(), Double::sum);
              rss.put(part.name(), use.rssBytes());
            });
    boolean some = second.deliver().getTotalCount() > 0;
    return new Timeline.Sample(
        second.t(),
        second.counts().sent(),
        second.counts().acked(),
        second.counts().delivered(),
        some ? Sampler.ms(second.deliver(), 50) : null,
        some ? Sampler.ms(second.deliver(), 99) : null,
        cpu,
        rss);
  }
}

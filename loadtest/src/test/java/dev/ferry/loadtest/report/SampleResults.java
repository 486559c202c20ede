package dev.ferry.loadtest.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Results that look like real ones, the same on every call. */
final class SampleResults {
  private static final int SECONDS = 60;

  private SampleResults() {}

  /** A group of 2,000 on one node, nothing wrong. */
  static Result clean() {
    return new Result(
        run("group", Map.of("members", "2000", "rate", "20/s")),
        new Counts(1_200, 1_200, 0, Map.of(), 0, 2_398_800, 2_398_800, 0, 0, 0, 0),
        Checks.NONE,
        Activity.NONE,
        latencies(1.0),
        processes(),
        new ServerCost(9_100.0, 4.55, null, 412e6, null),
        new RedisCost(61.5, 1.02, 1_480.0, 0.4),
        new Harness(false, List.of(), 0.61),
        environment(),
        List.of(
            new Anchor("server_cpu_us_per_delivery", "Ferry's goal, one message in flight", 4.0),
            new Anchor("server_cpu_us_per_delivery", "Redis PUBLISH, one in flight", 7.7),
            new Anchor("server_cpu_us_per_delivery", "NATS 2.9, one in flight", 14.1),
            new Anchor("last_of_group_p99_ms", "Ferry's goal", 30),
            new Anchor("redis_cpu_us_per_message", "Ferry's goal", 20)),
        new Timeline(series(List.of()), List.of()),
        new Judgement(Judgement.Verdict.CLEAN, List.of(), List.of()));
  }

  /** Three nodes and a mixed load, a node and Redis killed, everything kept. */
  static Result faulted() {
    Result clean = clean();
    List<Timeline.Mark> marks =
        List.of(
            new Timeline.Mark(12, "kill-node node-2"),
            new Timeline.Mark(17.4, "node-2 is back"),
            new Timeline.Mark(35, "kill-redis"),
            new Timeline.Mark(38.2, "redis is back"));
    return new Result(
        run("mixed", Map.of("nodes", "3", "fault", "kill-node@12s,kill-redis@35s")),
        new Counts(
            58_213,
            58_190,
            1,
            Map.of("MESSAGE_RECALLED", 1L),
            22,
            1_162_400,
            1_162_400,
            0,
            0,
            0,
            0),
        Checks.NONE,
        Activity.NONE,
        latencies(3.5),
        clean.processes(),
        new ServerCost(212.0, 10.6, null, 1_240e6, null),
        new RedisCost(38.1, 1.31, 1_702.0, null),
        clean.harness(),
        clean.environment(),
        clean.anchors(),
        new Timeline(series(marks), marks),
        clean.judgement());
  }

  /** The same with promises broken. */
  static Result violated() {
    Result faulted = faulted();
    return withJudgement(
        faulted,
        new Counts(58_212, 58_190, 0, Map.of(), 22, 1_162_400, 1_162_397, 3, 1, 0, 0),
        new Judgement(
            Judgement.Verdict.VIOLATED,
            List.of("3 deliveries lost (P1)", "1 message is in the log twice (P2)"),
            List.of(
                """
                lost (P1): message 7f3a-19 of alice-0412/phone to group g-17
                  11.982 s  sent to node-2
                  11.994 s  acked by node-2 as epoch 1764072000123456, seq 811
                  12.000 s  kill-node node-2
                  12.310 s  bob-1031/phone shown seq 810
                  12.418 s  bob-1031/phone shown seq 812
                  60.000 s  end: bob-1031/phone was never shown seq 811""",
                """
                duplicated (P2): message 7f3a-21 of alice-0412/phone to group g-17
                  12.001 s  sent to node-2, no answer
                  12.640 s  sent again to node-1
                  12.655 s  acked by node-1 as seq 814
                  12.661 s  carol-0007/phone shown seq 813 and seq 814, the same message""")));
  }

  /** A run whose harness could not keep up. */
  static Result invalid() {
    Result clean = clean();
    return new Result(
        clean.run(),
        clean.counts(),
        Checks.NONE,
        Activity.NONE,
        clean.latencies(),
        clean.processes(),
        clean.server(),
        clean.redis(),
        new Harness(true, List.of("sent 48 ms late at p99 (limit 10 ms)"), 1.97),
        clean.environment(),
        clean.anchors(),
        clean.timeline(),
        new Judgement(
            Judgement.Verdict.INVALID,
            List.of("the harness was saturated: sent 48 ms late at p99 (limit 10 ms)"),
            List.of()));
  }

  /** Sessions that only stay: no messages, hence hardly any figures. */
  static Result idle() {
    Result clean = clean();
    return new Result(
        run("idle", Map.of("sessions", "15000", "groups", "10")),
        new Counts(0, 0, 0, Map.of(), 0, 0, 0, 0, 0, 0, 0),
        Checks.NONE,
        Activity.NONE,
        Map.of(),
        clean.processes(),
        new ServerCost(null, null, 187.0, 301e6, 3_412.0),
        RedisCost.NONE,
        new Harness(false, List.of(), null),
        clean.environment(),
        List.of(),
        new Timeline(List.of(), List.of()),
        clean.judgement());
  }

  static Result withJudgement(Result result, Counts counts, Judgement judgement) {
    return new Result(
        result.run(),
        counts,
        Checks.NONE,
        Activity.NONE,
        result.latencies(),
        result.processes(),
        result.server(),
        result.redis(),
        result.harness(),
        result.environment(),
        result.anchors(),
        result.timeline(),
        judgement);
  }

  static Run run(String scenario, Map<String, String> own) {
    Map<String, String> settings = new LinkedHashMap<>();
    own.keySet().stream().sorted().forEach(key -> settings.put(key, own.getOrDefault(key, "")));
    settings.put("redis", "single");
    settings.put("payload", "100 B");
    StringBuilder command = new StringBuilder("./ferry load " + scenario);
    settings.forEach((name, value) -> command.append(" --" + name + " '" + value + "'"));
    return new Run(
        scenario,
        42,
        Instant.parse("2026-03-01T12:00:00Z"),
        SECONDS,
        settings,
        command + " --duration 60s --seed 42");
  }

  private static Environment environment() {
    return new Environment(
        "17.0.12 (Debian)",
        "Debian GNU/Linux 12",
        "6.1.0-18-amd64",
        "epoll",
        "7.0.15 single",
        2,
        "0.1.0-SNAPSHOT (6eef51e)");
  }

  private static List<ProcessUse> processes() {
    return List.of(
        use("node-1", ProcessUse.Role.SERVER, 7_410_000, 220_000_000L),
        use("node-2", ProcessUse.Role.SERVER, 6_900_000, 214_000_000L),
        use("redis", ProcessUse.Role.REDIS, 1_620_000, 41_000_000L),
        use("harness", ProcessUse.Role.HARNESS, 21_300_000, 512_000_000L));
  }

  private static ProcessUse use(String name, ProcessUse.Role role, long cpu, long rss) {
    return new ProcessUse(name, role, cpu, cpu * 2 / 3, rss, rss * 5 / 4, rss * 6 / 5);
  }

  private static Map<String, Latency> latencies(double scale) {
    Map<String, Latency> latencies = new LinkedHashMap<>();
    latencies.put("ack_ms", latency(1_200, 2.1 * scale));
    latencies.put("deliver_ms", latency(2_398_800, 6.4 * scale));
    latencies.put("last_of_group_ms", latency(1_200, 11.2 * scale));
    return latencies;
  }

  /** A log-normal kind of distribution around a median. */
  private static Latency latency(long count, double median) {
    List<Latency.Point> curve = new ArrayList<>();
    double last = 1.0 / count;
    for (double tail = 1; tail > last; tail /= Math.pow(2, 0.25)) {
      curve.add(new Latency.Point(100 * (1 - tail), median * spread(tail)));
    }
    curve.add(new Latency.Point(100, median * spread(last)));
    double late = 0.97;
    return new Latency(
        count,
        median,
        median * spread(0.1),
        median * spread(0.01),
        median * spread(0.001),
        median * spread(last),
        median * 1.2,
        new Latency.Raw(
            median * late,
            median * spread(0.01) * late,
            median * spread(0.001) * late,
            median * spread(last) * late),
        curve);
  }

  private static double spread(double tail) {
    return 0.4 + 0.6 * Math.pow(0.5 / tail, 0.28);
  }

  private static List<Timeline.Sample> series(List<Timeline.Mark> marks) {
    Random random = new Random(7);
    List<Timeline.Sample> series = new ArrayList<>();
    for (int t = 1; t <= SECONDS; t++) {
      int second = t;
      boolean down = !marks.isEmpty() && (second > 35 && second <= 38);
      boolean node2 = marks.isEmpty() || second <= 12 || second > 17;
      long sent = 960 + random.nextInt(60);
      long acked = down ? 0 : second == 39 ? sent * 3 : sent;
      @Nullable Double p50 = down ? null : 6.0 + random.nextDouble() * 2;
      @Nullable Double p99 =
          p50 == null ? null : p50 * (second == 13 || second == 39 ? 90 : 3 + random.nextInt(3));
      Map<String, Double> cpu = new LinkedHashMap<>();
      Map<String, Long> rss = new LinkedHashMap<>();
      cpu.put("node-1", 0.30 + random.nextDouble() * 0.06 + (node2 ? 0 : 0.1));
      rss.put("node-1", 220_000_000L + second * 400_000L);
      if (node2) {
        cpu.put("node-2", 0.27 + random.nextDouble() * 0.06);
        rss.put("node-2", 200_000_000L + second * 300_000L);
      }
      if (!down) {
        cpu.put("redis", 0.08 + random.nextDouble() * 0.02);
        rss.put("redis", 41_000_000L + second * 90_000L);
      }
      cpu.put("harness", 0.55 + random.nextDouble() * 0.1);
      rss.put("harness", 512_000_000L + second * 1_000_000L);
      series.add(new Timeline.Sample(second, sent, acked, acked * 20, p50, p99, cpu, rss));
    }
    return series;
  }
}

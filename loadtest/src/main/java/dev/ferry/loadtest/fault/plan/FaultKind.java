package dev.ferry.loadtest.fault.plan;

import static dev.ferry.loadtest.fault.plan.Parameter.DELAY;
import static dev.ferry.loadtest.fault.plan.Parameter.NODE;
import static dev.ferry.loadtest.fault.plan.Parameter.RATE;
import static dev.ferry.loadtest.fault.plan.Parameter.SHARE;
import static dev.ferry.loadtest.fault.plan.Parameter.WAY;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What can go wrong. Its name on the command line is {@link #text}. */
public enum FaultKind {
  /** SIGKILL; started again when it has a duration, else gone for good. */
  KILL_NODE(Lasts.IF_GIVEN, Set.of(), NODE),
  /** SIGSTOP, then SIGCONT. */
  STOP_NODE(Lasts.AS_GIVEN, Set.of(), NODE),
  /** SIGTERM, and started again when it has ended in good order. */
  RESTART_NODE(Lasts.NOT, Set.of(), NODE),

  /** SIGKILL, and started again on its data. */
  KILL_REDIS(Lasts.A_SECOND, Set.of()),
  /** SIGSTOP, then SIGCONT. */
  STOP_REDIS(Lasts.AS_GIVEN, Set.of()),
  /** The replica becomes the primary. */
  FAILOVER(Lasts.NOT, Set.of()),
  /** SIGKILL, the end of the AOF that was not yet synced cut off, and started again. */
  POWER_LOSS(Lasts.A_SECOND, Set.of()),
  /** Redis refuses writes for want of memory. */
  FILL_REDIS_MEMORY(Lasts.AS_GIVEN, Set.of()),
  /**
   * Redis's files can no longer grow: with durability {@code disk} it ends, else refuses writes.
   */
  FILL_REDIS_DISK(Lasts.AS_GIVEN, Set.of()),

  /** Connections end in good order, and new ones are refused. */
  CUT_CLIENTS(Lasts.AS_GIVEN, Set.of(), SHARE),
  /** Connections stay open and carry nothing. */
  BLACKHOLE_CLIENTS(Lasts.AS_GIVEN, Set.of(), WAY, SHARE),
  /** Every byte is late. */
  DELAY_CLIENTS(Lasts.AS_GIVEN, Set.of(DELAY), DELAY, WAY, SHARE),
  /** Few bytes a second, for each connection and direction. */
  THROTTLE_CLIENTS(Lasts.AS_GIVEN, Set.of(RATE), RATE, WAY, SHARE),
  /** Connections are reset (RST). */
  RESET_CLIENTS(Lasts.NOT, Set.of(), SHARE),

  /** As {@link #CUT_CLIENTS}, between nodes and Redis; so are the next four. */
  CUT_REDIS(Lasts.AS_GIVEN, Set.of(), SHARE),
  BLACKHOLE_REDIS(Lasts.AS_GIVEN, Set.of(), WAY, SHARE),
  DELAY_REDIS(Lasts.AS_GIVEN, Set.of(DELAY), DELAY, WAY, SHARE),
  THROTTLE_REDIS(Lasts.AS_GIVEN, Set.of(RATE), RATE, WAY, SHARE),
  RESET_REDIS(Lasts.NOT, Set.of(), SHARE),

  /** A share of the bus messages does not reach its node. */
  DROP_BUS(Lasts.AS_GIVEN, Set.of(SHARE), SHARE),
  /** A share of the clients reads nothing from its sockets. */
  STOP_READING(Lasts.AS_GIVEN, Set.of(SHARE), SHARE);

  /** Whether a kind has a duration. */
  enum Lasts {
    /** A moment; none may be given. */
    NOT,
    /** For good when none is given. */
    IF_GIVEN,
    /** A second when none is given. */
    A_SECOND,
    /** One must be given. */
    AS_GIVEN
  }

  private final Lasts lasts;
  private final Set<Parameter> required;
  private final List<Parameter> parameters;

  FaultKind(Lasts lasts, Set<Parameter> required, Parameter... parameters) {
    this.lasts = lasts;
    this.required = required;
    this.parameters = List.of(parameters);
  }

  /** Its name on the command line, such as {@code kill-node}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<FaultKind> named(String text) {
    return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
  }

  Lasts lasts() {
    return lasts;
  }

  Set<Parameter> required() {
    return required;
  }

  /** What it takes, in the order of its canonical text. */
  List<Parameter> parameters() {
    return parameters;
  }

  /** How it is written, for messages and help. */
  public String form() {
    StringBuilder form = new StringBuilder(text());
    for (Parameter parameter : parameters) {
      String part = ":" + parameter.form();
      form.append(required.contains(parameter) ? part : "[" + part + "]");
    }
    form.append("@T");
    return switch (lasts) {
      case NOT -> form.toString();
      case AS_GIVEN -> form.append("+D").toString();
      case IF_GIVEN, A_SECOND -> form.append("[+D]").toString();
    };
  }
}

package dev.ferry.loadtest.fault.plan;

import java.time.Duration;
import java.util.regex.Pattern;

/** What a fault can be told more than when. The forms differ, so their order does not matter. */
enum Parameter {
  NODE("N", "[0-9]{1,4}", "a node's number, from 1") {
    @Override
    FaultScope read(String text, FaultScope scope) {
      return scope.withNode(Integer.parseInt(text));
    }

    @Override
    String write(FaultScope scope) {
      return scope.node() == FaultScope.ANY_NODE ? "" : Integer.toString(scope.node());
    }
  },
  DELAY("DELAY", Durations.FORM, "a delay such as 200ms") {
    @Override
    FaultScope read(String text, FaultScope scope) {
      return scope.withDelay(Durations.parse(text));
    }

    @Override
    String write(FaultScope scope) {
      return scope.delay().equals(Duration.ZERO) ? "" : Durations.text(scope.delay());
    }
  },
  RATE("RATE", "[0-9]{1,9}[km]?", "bytes a second such as 64k") {
    @Override
    FaultScope read(String text, FaultScope scope) {
      long unit = text.endsWith("m") ? MEGA : text.endsWith("k") ? KILO : 1;
      String digits = unit == 1 ? text : text.substring(0, text.length() - 1);
      return scope.withBytesPerSecond(Long.parseLong(digits) * unit);
    }

    @Override
    String write(FaultScope scope) {
      long rate = scope.bytesPerSecond();
      if (rate == 0) {
        return "";
      }
      return rate % MEGA == 0
          ? rate / MEGA + "m"
          : rate % KILO == 0 ? rate / KILO + "k" : "" + rate;
    }
  },
  WAY("up|down", "up|down", "up (towards the server) or down") {
    @Override
    FaultScope read(String text, FaultScope scope) {
      return scope.withWay(text.equals("up") ? FaultScope.Way.UP : FaultScope.Way.DOWN);
    }

    @Override
    String write(FaultScope scope) {
      return switch (scope.way()) {
        case BOTH -> "";
        case UP -> "up";
        case DOWN -> "down";
      };
    }
  },
  SHARE("SHARE", "[0-9]{1,3}(\\.[0-9]{1,3})?%", "a share such as 30%") {
    @Override
    FaultScope read(String text, FaultScope scope) {
      return scope.withPercent(Double.parseDouble(text.substring(0, text.length() - 1)));
    }

    @Override
    String write(FaultScope scope) {
      double percent = scope.percent();
      return (percent == Math.rint(percent) ? "" + (long) percent : "" + percent) + "%";
    }
  };

  private static final long KILO = 1_000;
  private static final long MEGA = 1_000_000;

  private final String form;
  private final Pattern pattern;
  private final String expected;

  Parameter(String form, String pattern, String expected) {
    this.form = form;
    this.pattern = Pattern.compile(pattern);
    this.expected = expected;
  }

  String form() {
    return form;
  }

  String expected() {
    return expected;
  }

  boolean fits(String text) {
    return pattern.matcher(text).matches();
  }

  /**
   * The scope with what the text says.
   *
   * @param text {@link #fits}
   * @throws IllegalArgumentException when the value is out of its range
   */
  abstract FaultScope read(String text, FaultScope scope);

  /** Its canonical text; "" when it has none. */
  abstract String write(FaultScope scope);
}

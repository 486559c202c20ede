package dev.ferry.loadtest.fault.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads one value of {@code --fault}, from left to right; the position is always the next part's.
 */
final class FaultParser {
  private static final String RANDOM = "random";
  private static final Duration A_SECOND = Duration.ofSeconds(1);

  private final String value;
  private final FaultSetting setting;
  private final List<Fault> faults = new ArrayList<>();
  private int position;

  FaultParser(String value, FaultSetting setting) {
    this.value = value;
    this.setting = setting;
  }

  List<Fault> parse() {
    boolean more = true;
    while (more) {
      int begin = position;
      String name = part();
      if (name.equals(RANDOM)) {
        faults.addAll(random());
      } else {
        faults.add(fault(begin, name));
      }
      if (faults.size() > FaultPlan.FAULTS_MAX) {
        throw wrong(begin, name, "at most " + FaultPlan.FAULTS_MAX + " faults");
      }
      more = takes(',');
      if (!more && position < value.length()) {
        throw wrong(position, value.substring(position), "',' or the end");
      }
    }
    return faults;
  }

  private Fault fault(int begin, String name) {
    FaultKind kind = kind(begin, name);
    FaultScope scope = scope(kind);
    if (!takes('@')) {
      throw wrong(position, rest(), "@TIME, as in " + kind.form());
    }
    int atBegin = position;
    Duration at = duration();
    if (at.compareTo(setting.run()) >= 0) {
      String end = Durations.text(setting.run());
      throw wrong(atBegin, value.substring(atBegin, position), "before the end of the run, " + end);
    }
    return new Fault(kind, scope, at, lasting(kind));
  }

  private FaultKind kind(int begin, String name) {
    Optional<FaultKind> known = FaultKind.named(name);
    if (known.isEmpty()) {
      List<String> names =
          new ArrayList<>(setting.possible().stream().sorted().map(FaultKind::text).toList());
      names.add(RANDOM);
      throw new InvalidFaultException(
          new InvalidFaultException.Place(value, begin, name),
          "one of " + String.join(", ", names),
          NearestName.to(name, names));
    }
    if (!setting.possible().contains(known.get())) {
      throw wrong(begin, name, "what can be done in this run: " + possible());
    }
    return known.get();
  }

  private String possible() {
    return setting.possible().isEmpty()
        ? "nothing"
        : setting.possible().stream()
            .sorted()
            .map(FaultKind::text)
            .collect(Collectors.joining(", "));
  }

  private FaultScope scope(FaultKind kind) {
    FaultScope scope = FaultScope.DEFAULT;
    Set<Parameter> given = EnumSet.noneOf(Parameter.class);
    while (takes(':')) {
      int begin = position;
      String text = part();
      Parameter parameter =
          kind.parameters().stream()
              .filter(each -> !given.contains(each) && each.fits(text))
              .findFirst()
              .orElseThrow(() -> wrong(begin, text, expected(kind, given)));
      given.add(parameter);
      scope = read(parameter, text, scope, begin);
    }
    for (Parameter parameter : kind.parameters()) {
      if (kind.required().contains(parameter) && !given.contains(parameter)) {
        throw wrong(position, rest(), ":" + parameter.expected() + ", as in " + kind.form());
      }
    }
    return scope;
  }

  private FaultScope read(Parameter parameter, String text, FaultScope scope, int begin) {
    try {
      FaultScope read = parameter.read(text, scope);
      if (read.node() > setting.nodes()) {
        throw wrong(begin, text, "a node of this run, 1 to " + setting.nodes());
      }
      return read;
    } catch (InvalidFaultException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw wrong(begin, text, parameter.expected());
    }
  }

  private static String expected(FaultKind kind, Set<Parameter> given) {
    String left =
        kind.parameters().stream()
            .filter(each -> !given.contains(each))
            .map(Parameter::expected)
            .collect(Collectors.joining(", or "));
    return (left.isEmpty() ? "no more here" : left) + ", as in " + kind.form();
  }

  private Duration lasting(FaultKind kind) {
    boolean given = takes('+');
    if (!given && kind.lasts() == FaultKind.Lasts.AS_GIVEN) {
      throw wrong(position, rest(), "+DURATION, as in " + kind.form());
    }
    if (!given) {
      return kind.lasts() == FaultKind.Lasts.A_SECOND ? A_SECOND : Duration.ZERO;
    }
    if (kind.lasts() == FaultKind.Lasts.NOT) {
      throw wrong(position - 1, rest(position - 1), "no duration: " + kind.form());
    }
    int begin = position;
    Duration lasting = duration();
    if (lasting.isZero()) {
      throw wrong(begin, value.substring(begin, position), "more than 0");
    }
    return lasting;
  }

  private Duration duration() {
    int begin = position;
    String text = part();
    if (!text.matches(Durations.FORM)) {
      throw wrong(begin, text, "a time such as 500ms, 5s or 2m");
    }
    return Durations.parse(text);
  }

  private List<Fault> random() {
    if (!takes(':')) {
      throw wrong(position, rest(), ":SEED, as in random:SEED[:COUNT]");
    }
    long seed = number("a seed", Integer.MAX_VALUE);
    int count = RandomFaults.usualCount(setting);
    if (takes(':')) {
      count = (int) number("how many faults", FaultPlan.FAULTS_MAX);
    }
    return new RandomFaults(seed, setting).draw(count);
  }

  private long number(String what, int max) {
    int begin = position;
    String text = part();
    if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > max) {
      throw wrong(begin, text, what + ", 0 to " + max);
    }
    return Long.parseLong(text);
  }

  /** Up to the next separator. */
  private String part() {
    int begin = position;
    while (position < value.length() && ":@+,".indexOf(value.charAt(position)) < 0) {
      position++;
    }
    return value.substring(begin, position);
  }

  private boolean takes(char separator) {
    boolean there = position < value.length() && value.charAt(position) == separator;
    position += there ? 1 : 0;
    return there;
  }

  private String rest() {
    return rest(position);
  }

  /** What is left of the fault from there on. */
  private String rest(int begin) {
    int comma = value.indexOf(',', begin);
    return value.substring(begin, comma < 0 ? value.length() : comma);
  }

  private InvalidFaultException wrong(int begin, String found, String expected) {
    return new InvalidFaultException(
        new InvalidFaultException.Place(value, begin, found), expected, Optional.empty());
  }
}

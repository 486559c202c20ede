package dev.ferry.loadtest.run;

import dev.ferry.loadtest.fleet.Deployment;
import java.util.Locale;
import java.util.function.Consumer;

/** A line a second of what goes on. */
final class Progress implements Consumer<Sampler.Second> {
  private final Consumer<String> say;

  Progress(Consumer<String> say) {
    this.say = say;
  }

  @Override
  public void accept(Sampler.Second second) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%6.0f s  sent %,d  acked %,d  delivered %,d",
            second.t(),
            second.counts().sent(),
            second.counts().acked(),
            second.counts().delivered()));
    if (second.counts().logins() > 0) {
      line.append(String.format(Locale.ROOT, "  logins %,d", second.counts().logins()));
    }
    if (second.deliver().getTotalCount() > 0) {
      line.append(
          String.format(
              Locale.ROOT,
              "  delivered after %.1f ms (p99 %.1f)",
              Sampler.ms(second.deliver(), 50),
              Sampler.ms(second.deliver(), 99)));
    }
    for (Deployment.Role role : Deployment.Role.values()) {
      double cpu =
          second.uses().entrySet().stream()
              .filter(use -> use.getKey().role() == role)
              .mapToDouble(use -> use.getValue().cpu())
              .sum();
      line.append(
          String.format(Locale.ROOT, "  %s %.2f", role.name().toLowerCase(Locale.ROOT), cpu));
    }
    say.accept(line.append(" cores").toString());
  }
}

package dev.ferry.loadtest.run;

import dev.ferry.loadtest.fault.plan.Fault;
import dev.ferry.loadtest.fault.plan.FaultListener;
import dev.ferry.loadtest.report.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** Writes down what faults were done, on the run's clock. Any thread. */
final class Marks implements FaultListener {
  private final DoubleSupplier now;
  private final Consumer<String> say;
  private final List<Timeline.Mark> marks = new CopyOnWriteArrayList<>();

  /**
   * @param now seconds on the clock of the time series
   */
  Marks(DoubleSupplier now, Consumer<String> say) {
    this.now = now;
    this.say = say;
  }

  @Override
  public void begun(Fault fault, Duration at) {
    mark(fault.text());
  }

  @Override
  public void ended(Fault fault, Duration at) {
    mark("end of " + fault.text());
  }

  @Override
  public void failed(Fault fault, Duration at, Exception cause) {
    mark("failed: " + fault.text() + ": " + cause.getMessage());
  }

  private void mark(String text) {
    marks.add(new Timeline.Mark(now.getAsDouble(), text));
    say.accept("fault: " + text);
  }

  List<Timeline.Mark> all() {
    return List.copyOf(marks);
  }
}

package dev.ferry.loadtest.fault.plan;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Writes down what is done to it and what the listener hears, and fails on request. */
final class FakeTarget implements FaultTarget, FaultListener {
  final List<String> story = new ArrayList<>();
  String failingBegin = "";
  String failingEnd = "";

  @Override
  public Ending begin(Fault fault) throws IOException {
    if (fault.text().equals(failingBegin)) {
      throw new IOException("no luck");
    }
    story.add("do " + fault);
    return () -> {
      story.add("undo " + fault);
      if (fault.text().equals(failingEnd)) {
        throw new IOException("no luck");
      }
    };
  }

  @Override
  public void begun(Fault fault, Duration at) {
    story.add("begun " + fault + " " + at.toMillis());
  }

  @Override
  public void ended(Fault fault, Duration at) {
    story.add("ended " + fault + " " + at.toMillis());
  }

  @Override
  public void failed(Fault fault, Duration at, Exception cause) {
    story.add("failed " + fault + " " + at.toMillis() + " " + cause.getMessage());
  }

  /** What was told since the last time. */
  List<String> told() {
    List<String> told = List.copyOf(story);
    story.clear();
    return told;
  }
}

package dev.ferry.loadtest.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The run second by second.
 *
 * @param series by rising time, one a second
 * @param marks what was done to the system meanwhile, by rising time
 */
public record Timeline(List<Sample> series, List<Mark> marks) {

  public Timeline {
    series = List.copyOf(series);
    marks = List.copyOf(marks);
  }

  /**
   * What happened since the sample before.
   *
   * @param t seconds since what is measured began
   * @param sent messages, in this interval
   * @param acked messages, in this interval
   * @param delivered deliveries, in this interval
   * @param deliverP50Ms of the deliveries in this interval; null without one
   * @param deliverP99Ms of the deliveries in this interval; null without one
   * @param cpuShare by the name of the process, in cores (1.0 is one core); absent while it is down
   * @param rssBytes by the name of the process; absent while it is down
   */
  public record Sample(
      double t,
      long sent,
      long acked,
      long delivered,
      @Nullable Double deliverP50Ms,
      @Nullable Double deliverP99Ms,
      Map<String, Double> cpuShare,
      Map<String, Long> rssBytes) {
    public Sample {
      cpuShare = Collections.unmodifiableMap(new LinkedHashMap<>(cpuShare));
      rssBytes = Collections.unmodifiableMap(new LinkedHashMap<>(rssBytes));
    }
  }

  /**
   * Something done to the system.
   *
   * @param t seconds since what is measured began
   * @param text such as {@code kill-node node-2}
   */
  public record Mark(double t, String text) {}
}

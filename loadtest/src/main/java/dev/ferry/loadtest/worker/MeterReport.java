package dev.ferry.loadtest.worker;

import dev.ferry.loadtest.figure.Meters;
import dev.ferry.loadtest.figure.Timing;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Carries what a worker counts and times into the coordinator's meters, each time what was added
 * since the time before. Thread-safe.
 */
final class MeterReport {
  private static final String COUNTS = "counts";
  private static final String INTENDED = "intended";
  private static final String RAW = "raw";
  private static final int DIGITS = 3;
  private static final String BYTES_PER_SESSION = "bytes_per_session";

  private final Meters meters;

  /** Counts that were taken, in the order of {@link Meters#counters}; under this object's lock. */
  private final long[] taken;

  MeterReport(Meters meters) {
    this.meters = meters;
    this.taken = new long[meters.counters().size()];
  }

  /** What was added since the last call, as fields of a line. */
  synchronized Map<String, Object> take() {
    Map<String, Object> fields = new LinkedHashMap<>();
    List<LongAdder> counters = meters.counters();
    long[] added = new long[counters.size()];
    for (int i = 0; i < added.length; i++) {
      long now = counters.get(i).sum();
      added[i] = now - taken[i];
      taken[i] = now;
    }
    fields.put(COUNTS, added);
    List<Timing.Interval> intervals = meters.timings().stream().map(Timing::take).toList();
    fields.put(INTENDED, intervals.stream().map(each -> encode(each.intended())).toList());
    fields.put(RAW, intervals.stream().map(each -> encode(each.raw())).toList());
    if (!Double.isNaN(meters.bytesPerSession())) {
      fields.put(BYTES_PER_SESSION, meters.bytesPerSession());
    }
    return fields;
  }

  /** Adds what another process's {@link #take} returned. */
  synchronized void add(Fields fields) {
    List<Double> added = fields.reals(COUNTS);
    List<LongAdder> counters = meters.counters();
    for (int i = 0; i < counters.size(); i++) {
      counters.get(i).add(added.get(i).longValue());
    }
    List<String> intended = fields.texts(INTENDED);
    List<String> raw = fields.texts(RAW);
    List<Timing> timings = meters.timings();
    for (int i = 0; i < timings.size(); i++) {
      timings.get(i).add(new Timing.Interval(decode(intended.get(i)), decode(raw.get(i))));
    }
    if (fields.has(BYTES_PER_SESSION)) {
      meters.bytesPerSession(fields.real(BYTES_PER_SESSION));
    }
  }

  /** Empty for an empty one. */
  private static String encode(Histogram histogram) {
    if (histogram.getTotalCount() == 0) {
      return "";
    }
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(bytes);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
  }

  private static Histogram decode(String text) {
    if (text.isEmpty()) {
      return new Histogram(DIGITS);
    }
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException(
          "histogram of " + text.length() + " characters (expected: compressed)", e);
    }
  }
}

package dev.ferry.loadtest.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ferry.loadtest.figure.Meters;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MeterReportTest {
  private final Meters one = new Meters();
  private final Meters other = new Meters();
  private final Meters all = new Meters();
  private final MeterReport ofOne = new MeterReport(one);
  private final MeterReport ofOther = new MeterReport(other);
  private final MeterReport ofAll = new MeterReport(all);

  /** As it travels. */
  private void carry(MeterReport from) throws IOException {
    Line line = Line.parse(new Line(Verb.DONE, 1, from.take()).text());
    ofAll.add(new Fields(line.fields()));
  }

  @Test
  void countsOfAllAddUpAndCountOnce() throws IOException {
    one.sent.add(3);
    other.sent.add(4);
    other.refused.add(1);
    carry(ofOne);
    carry(ofOther);
    carry(ofOther);
    one.sent.add(2);
    carry(ofOne);
    assertEquals(9, all.sent.sum());
    assertEquals(1, all.refused.sum());
    assertEquals(0, all.logins.sum());
  }

  @Test
  void timesOfAllAreOneHistogram() throws IOException {
    one.ack.record(0, 10_000, 1_010_000);
    other.ack.record(0, 0, 9_000_000);
    carry(ofOne);
    carry(ofOther);
    assertEquals(2, all.ack.take().intended().getTotalCount());
    assertTrue(all.ack.total().valuesAreEquivalent(9_000_000, all.ack.total().getMaxValue()));
    assertTrue(all.ack.rawTotal().valuesAreEquivalent(1_000_000, all.ack.rawTotal().getMinValue()));
    carry(ofOne);
    assertEquals(0, all.ack.take().intended().getTotalCount());
    assertEquals(2, all.ack.total().getTotalCount());
    assertEquals(0, all.deliver.total().getTotalCount());
  }

  @Test
  void whatNothingMeasuredStaysUnknown() throws IOException {
    carry(ofOne);
    assertTrue(Double.isNaN(all.bytesPerSession()));
    other.bytesPerSession(2500.5);
    carry(ofOther);
    carry(ofOne);
    assertEquals(2500.5, all.bytesPerSession());
  }
}

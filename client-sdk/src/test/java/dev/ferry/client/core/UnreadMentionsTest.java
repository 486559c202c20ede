package dev.ferry.client.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class UnreadMentionsTest {
  private final UnreadMentions mentions = new UnreadMentions();

  @Test
  void entriesCountOnceAndUntilTheyAreRead() {
    mentions.entry(1, true);
    mentions.entry(2, false);
    mentions.entry(3, true);
    mentions.entry(3, true);
    assertEquals(List.of(1L, 3L), mentions.after(0));
    assertEquals(List.of(3L), mentions.after(1));
    mentions.read(3);
    assertEquals(List.of(), mentions.after(0));
  }

  @Test
  void listOfANewerHeadReplacesWhatWasKnownAndCoversWhatComesLate() {
    mentions.list(5, List.of(2L, 4L));
    mentions.list(9, List.of(4L, 8L));
    mentions.entry(6, true);
    assertEquals(List.of(4L, 8L), mentions.after(0), "6 was recalled by then");
    mentions.entry(10, true);
    assertEquals(List.of(4L, 8L, 10L), mentions.after(0));
  }

  @Test
  void listThatWasOvertakenByARecallDoesNotBringTheMessageBack() {
    mentions.list(5, List.of(5L));
    mentions.recall(6, 5);
    mentions.list(5, List.of(5L));
    assertEquals(List.of(), mentions.after(0));
  }

  @Test
  void firstListMayBeOlderThanTheFirstEntries() {
    mentions.entry(8, true);
    mentions.recall(9, 4);
    assertFalse(mentions.isComplete());
    mentions.list(7, List.of(3L, 4L));
    assertTrue(mentions.isComplete());
    assertEquals(List.of(3L, 8L), mentions.after(0));
  }

  @Test
  void whoHasReadFurtherThanIsKnownLacksNothing() {
    mentions.entry(8, true);
    mentions.read(20);
    assertTrue(mentions.isComplete());
    mentions.entry(12, true);
    mentions.list(11, List.of(11L));
    assertEquals(List.of(), mentions.after(0));
  }

  @Test
  void onlyTheNewestAreKept() {
    LongStream.rangeClosed(1, 150).forEach(seq -> mentions.entry(seq, true));
    assertEquals(LongStream.rangeClosed(51, 150).boxed().toList(), mentions.after(0));
  }
}

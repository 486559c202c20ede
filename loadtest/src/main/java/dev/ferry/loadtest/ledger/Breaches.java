package dev.ferry.loadtest.ledger;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Counts broken promises and keeps the first stories. Thread-safe. */
final class Breaches {
  /** Stories kept; the others only count. */
  static final int STORIES_MAX = 20;

  private final Map<Breach, Long> counts = new EnumMap<>(Breach.class);
  private final List<Story> stories = new ArrayList<>();

  synchronized void add(Story story) {
    counts.merge(story.breach(), 1L, Long::sum);
    if (stories.size() < STORIES_MAX) {
      stories.add(story);
    }
  }

  /** Counts some that are not told one by one. */
  synchronized void add(Breach breach, long many) {
    if (many > 0) {
      counts.merge(breach, many, Long::sum);
    }
  }

  synchronized boolean wantsStories() {
    return stories.size() < STORIES_MAX;
  }

  synchronized void addAll(Breaches others) {
    others.counts().forEach((breach, many) -> counts.merge(breach, many, Long::sum));
    for (Story story : others.stories()) {
      if (stories.size() < STORIES_MAX) {
        stories.add(story);
      }
    }
  }

  synchronized void write(DataOutput to) throws IOException {
    to.writeInt(counts.size());
    for (Map.Entry<Breach, Long> count : counts.entrySet()) {
      to.writeUTF(count.getKey().name());
      to.writeLong(count.getValue());
    }
    to.writeInt(stories.size());
    for (Story story : stories) {
      to.writeUTF(story.breach().name());
      to.writeLong(story.atMs());
      to.writeUTF(story.device());
      to.writeUTF(story.node());
      to.writeUTF(story.conversation());
      to.writeLong(story.epoch());
      to.writeLong(story.seq());
      to.writeUTF(story.text());
    }
  }

  synchronized void merge(DataInput from) throws IOException {
    for (int i = from.readInt(); i > 0; i--) {
      add(Breach.valueOf(from.readUTF()), from.readLong());
    }
    for (int i = from.readInt(); i > 0; i--) {
      Story story =
          new Story(
              Breach.valueOf(from.readUTF()),
              from.readLong(),
              from.readUTF(),
              from.readUTF(),
              from.readUTF(),
              from.readLong(),
              from.readLong(),
              from.readUTF());
      if (stories.size() < STORIES_MAX) {
        stories.add(story);
      }
    }
  }

  synchronized Map<Breach, Long> counts() {
    return new EnumMap<>(counts);
  }

  synchronized List<Story> stories() {
    return List.copyOf(stories);
  }
}

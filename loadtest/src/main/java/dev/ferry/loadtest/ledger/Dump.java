package dev.ferry.loadtest.ledger;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a quiet ledger for people to read and search: JSON objects, one a line. */
final class Dump {
  private final Ledger ledger;

  Dump(Ledger ledger) {
    this.ledger = ledger;
  }

  void write(Path to) throws IOException {
    try (PrintWriter lines = new PrintWriter(Files.newBufferedWriter(to, StandardCharsets.UTF_8))) {
      for (Story story : ledger.verdict().stories()) {
        lines.println(line(story));
      }
      for (Conversation conversation : ledger.conversations()) {
        conversation.logs().forEach(log -> write(lines, log));
        conversation.seats().forEach(seat -> write(lines, seat));
      }
      if (lines.checkError()) {
        throw new IOException("not written: " + to);
      }
    }
  }

  private static String line(Story story) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("breach", story.breach().name());
    line.put("at_ms", story.atMs());
    line.put("device", story.device());
    line.put("node", story.node());
    line.put("conversation", story.conversation());
    line.put("epoch", story.epoch());
    line.put("seq", story.seq());
    line.put("text", story.text());
    return JSONObjectUtils.toJSONString(line);
  }

  private void write(PrintWriter lines, Log log) {
    LogPart part = log.part();
    Map<String, Object> line = begin(log);
    line.put("known", part.known().toString());
    lines.println(JSONObjectUtils.toJSONString(line));
    part.changes().forEach((seq, change) -> lines.println(line(log, seq, change)));
    for (LogPart.Entry entry : part.retained()) {
      Map<String, Object> kept = begin(log);
      kept.put("seq", entry.seq());
      kept.put("entry", ledger.notes().entry(entry.value()));
      kept.put("told", ledger.notes().words(entry.note()));
      lines.println(JSONObjectUtils.toJSONString(kept));
    }
  }

  private static String line(Log log, long seq, Roster.Change change) {
    Map<String, Object> line = begin(log);
    line.put("seq", seq);
    line.put("change", change.kind().name());
    line.put("users", change.users());
    return JSONObjectUtils.toJSONString(line);
  }

  private void write(PrintWriter lines, Seat seat) {
    for (Reading past : seat.past()) {
      lines.println(line(seat, past));
    }
    Reading now = seat.reading();
    if (now != null) {
      lines.println(line(seat, now));
    }
    seat.open().keySet().forEach(counter -> lines.println(open(seat, counter)));
  }

  private static String line(Seat seat, Reading reading) {
    Map<String, Object> line = begin(reading.log());
    line.put("device", seat.device().toString());
    line.put("node", seat.device().node());
    line.put("from", reading.from());
    line.put("shown", reading.shown.toString());
    line.put("acked", reading.has().minus(reading.shown).toString());
    line.put("entitled", reading.log().due(seat.device().user()).toString());
    return JSONObjectUtils.toJSONString(line);
  }

  private String open(Seat seat, long counter) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("conversation", seat.conversation().id());
    line.put("device", seat.device().toString());
    line.put("unanswered", counter);
    line.put("id", ledger.origins().id(seat.device(), seat.conversation(), counter).toString());
    return JSONObjectUtils.toJSONString(line);
  }

  private static Map<String, Object> begin(Log log) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("conversation", log.conversation().id());
    line.put("epoch", log.epoch());
    return line;
  }
}

package dev.ferry.cli.terminal;

import dev.ferry.client.ConversationIds;
import dev.ferry.client.MergedForward;
import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
import dev.ferry.client.group.GroupChange;
import dev.ferry.client.group.GroupReceipt;
import dev.ferry.client.message.Operation;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How messages look: one line for people, one JSON object for programs. */
public final class MessageFormat {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private final ZoneId zone;
  private final String arrow;
  private final ChangeWords words;

  /**
   * @param arrow what stands between sender and receiver
   */
  public MessageFormat(ZoneId zone, String arrow) {
    this.zone = zone;
    this.arrow = arrow;
    this.words = new ChangeWords(zone);
  }

  /**
   * {@code 12:30:01 bob → alice: hello}, seen by {@code reader}; with the date when not today. A
   * change of a group is a sentence: {@code 12:30:01 #team -- alice added bob --}.
   */
  public String line(ReceivedMessage message, String reader) {
    String place = place(message.conversation(), reader);
    GroupChange change = message.change();
    if (change != null) {
      return time(message.timeMs()) + " " + place + " " + sentence(message, change);
    }
    if (message.operation() != null) {
      return time(message.timeMs()) + " " + place + " " + sentence(message, message.operation());
    }
    boolean toReader = message.conversation().startsWith("d/") && !message.sender().equals(reader);
    return time(message.timeMs())
        + " "
        + SafeText.of(message.sender())
        + " "
        + arrow
        + " "
        + (toReader ? SafeText.of(reader) : place)
        + ": "
        + text(message);
  }

  /** {@code 12:30:01 bob: hello}, where the conversation is known from elsewhere. */
  public String shortLine(ReceivedMessage message) {
    GroupChange change = message.change();
    if (change != null) {
      return time(message.timeMs()) + " " + sentence(message, change);
    }
    if (message.operation() != null) {
      return time(message.timeMs()) + " " + sentence(message, message.operation());
    }
    return time(message.timeMs()) + " " + SafeText.of(message.sender()) + ": " + text(message);
  }

  private String text(ReceivedMessage message) {
    String text = OperationWords.text(message, text(message.content()));
    return OperationWords.prefix(message) + text + OperationWords.suffix(message) + life(message);
  }

  /** {@code (expires 12:30:31)}, of what is there and will not be for good. */
  private String life(ReceivedMessage message) {
    boolean ends = message.expiresAtMs() != 0 && !message.outcome().gone();
    return ends ? " (expires " + time(message.expiresAtMs()) + ")" : "";
  }

  private static String sentence(ReceivedMessage message, Operation operation) {
    return "-- " + OperationWords.sentence(message, operation, null) + " --";
  }

  private String sentence(ReceivedMessage message, GroupChange change) {
    return "-- " + words.sentence(message, change) + " --";
  }

  /** Today's time, or the date before it. */
  public String time(long timeMs) {
    ZonedDateTime time = Instant.ofEpochMilli(timeMs).atZone(zone);
    return (time.toLocalDate().equals(LocalDate.now(zone)) ? TIME : DATE_TIME).format(time);
  }

  private static String text(MessageContent content) {
    String text = SafeText.of(content.text());
    if (content.type().equals(MessageContent.TEXT)) {
      return text;
    }
    MergedForward forward = MergedForward.read(content);
    if (forward != null) {
      return ForwardFormat.words(forward);
    }
    String what = "[" + SafeText.of(content.type()) + ", " + content.sizeBytes() + " bytes]";
    return text.isEmpty() ? what : what + " " + text;
  }

  /** A conversation as {@code user} calls it: the other user, or {@code #team} for a group. */
  public static String place(String conversation, String user) {
    if (ConversationIds.isGroup(conversation)) {
      return SafeText.of("#" + conversation.substring(2));
    }
    String[] parts = conversation.split("/", -1);
    if (parts.length != 3 || !parts[0].equals("d")) {
      return SafeText.of(conversation);
    }
    return SafeText.of(parts[1].equals(user) ? parts[2] : parts[1]);
  }

  /** {@code with bob}, or {@code in #team}. */
  public static String where(String conversation, String user) {
    String place = place(conversation, user);
    return (ConversationIds.isGroup(conversation) ? "in " : "with ") + place;
  }

  public static Map<String, Object> json(ReceivedMessage message) {
    Map<String, Object> object = place(message.conversation(), message.epoch(), message.seq());
    object.put("time", iso(message.timeMs()));
    object.put("sender", message.sender());
    object.put("device", message.senderDevice());
    object.put("id", message.clientMessageId().toString());
    object.put("type", message.content().type());
    object.put("text", message.content().text());
    byte[] body = message.content().body();
    if (body.length > 0) {
      object.put("body", Base64.getEncoder().encodeToString(body));
    }
    GroupChange change = message.change();
    if (change != null) {
      object.put("change", ChangeWords.json(change));
    }
    if (message.expiresAtMs() != 0) {
      object.put("expires", iso(message.expiresAtMs()));
    }
    OperationWords.addJson(object, message);
    return object;
  }

  public static Map<String, Object> json(SendReceipt receipt) {
    Map<String, Object> object = place(receipt.conversation(), receipt.epoch(), receipt.seq());
    object.put("time", iso(receipt.timeMs()));
    object.put("id", receipt.clientMessageId().toString());
    return object;
  }

  public static Map<String, Object> json(GroupReceipt receipt) {
    Map<String, Object> object = place(receipt.conversation(), receipt.epoch(), receipt.seq());
    object.put("time", iso(receipt.timeMs()));
    object.put("pending", receipt.pending());
    return object;
  }

  private static Map<String, Object> place(String conversation, long epoch, long seq) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("conversation", conversation);
    object.put("epoch", epoch);
    object.put("seq", seq);
    return object;
  }

  /** A point in time as programs like it; null for 0, which stands for none. */
  public static @Nullable String isoOrNull(long timeMs) {
    return timeMs == 0 ? null : iso(timeMs);
  }

  private static String iso(long timeMs) {
    return ISO.format(Instant.ofEpochMilli(timeMs));
  }
}

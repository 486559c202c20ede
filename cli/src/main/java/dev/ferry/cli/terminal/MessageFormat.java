package dev.ferry.cli.terminal;

import dev.ferry.client.MessageContent;
import dev.ferry.client.ReceivedMessage;
import dev.ferry.client.SendReceipt;
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

  /**
   * @param arrow what stands between sender and receiver
   */
  public MessageFormat(ZoneId zone, String arrow) {
    this.zone = zone;
    this.arrow = arrow;
  }

  /** {@code 12:30:01 bob → alice: hello}, seen by {@code reader}; with the date when not today. */
  public String line(ReceivedMessage message, String reader) {
    String to = message.sender().equals(reader) ? peer(message.conversation(), reader) : reader;
    return time(message.timeMs())
        + " "
        + SafeText.of(message.sender())
        + " "
        + arrow
        + " "
        + SafeText.of(to)
        + ": "
        + text(message.content());
  }

  /** {@code 12:30:01 bob: hello}, where the conversation is known from elsewhere. */
  public String shortLine(ReceivedMessage message) {
    return time(message.timeMs())
        + " "
        + SafeText.of(message.sender())
        + ": "
        + text(message.content());
  }

  private String time(long timeMs) {
    ZonedDateTime time = Instant.ofEpochMilli(timeMs).atZone(zone);
    return (time.toLocalDate().equals(LocalDate.now(zone)) ? TIME : DATE_TIME).format(time);
  }

  private static String text(MessageContent content) {
    String text = SafeText.of(content.text());
    if (content.type().equals(MessageContent.TEXT)) {
      return text;
    }
    String what = "[" + SafeText.of(content.type()) + ", " + content.sizeBytes() + " bytes]";
    return text.isEmpty() ? what : what + " " + text;
  }

  /**
   * Whom {@code user} talks to in {@code conversation}; the id itself when it is not a direct one.
   */
  public static String peer(String conversation, String user) {
    String[] parts = conversation.split("/", -1);
    if (parts.length != 3 || !parts[0].equals("d")) {
      return conversation;
    }
    return parts[1].equals(user) ? parts[2] : parts[1];
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
    return object;
  }

  public static Map<String, Object> json(SendReceipt receipt) {
    Map<String, Object> object = place(receipt.conversation(), receipt.epoch(), receipt.seq());
    object.put("time", iso(receipt.timeMs()));
    object.put("id", receipt.clientMessageId().toString());
    return object;
  }

  private static Map<String, Object> place(String conversation, long epoch, long seq) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("conversation", conversation);
    object.put("epoch", epoch);
    object.put("seq", seq);
    return object;
  }

  private static String iso(long timeMs) {
    return ISO.format(Instant.ofEpochMilli(timeMs));
  }
}

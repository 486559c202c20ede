package dev.ferry.server.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.ConversationSettings;
import dev.ferry.server.model.DeviceId;
import dev.ferry.server.model.Hint;
import dev.ferry.server.model.LogPlace;
import dev.ferry.server.model.PreferenceChange;
import dev.ferry.server.model.Preferences;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a conversation as a record of Redis: fields one after the other, each behind its tag
 * (1 byte) and its length (2), all numbers big-endian. A field that is empty takes away, in a
 * change. Unknown fields are of newer nodes; {@code settings/change.lua} keeps them.
 */
final class SettingsForm {
  /** First byte of what the bus carries, beside those of {@link HintForm}. */
  static final byte KIND = 40;

  private static final byte MUTED = 1;
  private static final byte PINNED = 2;
  private static final byte HIDDEN = 3;
  private static final byte MARKED = 4;
  private static final byte REMARK = 5;
  private static final byte DRAFT = 6;

  /** {@code settings/change.lua} knows this one, too. */
  private static final byte CLEARED = 7;

  private static final byte DELETED = 8;
  private static final byte[] EMPTY = {};
  private static final byte[] ON = {1};

  private SettingsForm() {}

  /**
   * What a change is about, which has a record of its own: a conversation by its id, or a message
   * by that, a space, and its epoch and seq in 16 digits each, so that those of a conversation
   * stand in order.
   */
  static String subject(PreferenceChange change) {
    LogPlace message = change.wanted().deleted();
    String conversation = change.conversation().value();
    return message == null
        ? conversation
        : String.format(Locale.ROOT, "%s %016d%016d", conversation, message.epoch(), message.seq());
  }

  /** The conversation of a subject. */
  static ConversationId conversation(String subject) {
    int end = subject.indexOf(' ');
    return ConversationId.parse(end < 0 ? subject : subject.substring(0, end));
  }

  static byte[] fields(Preferences wanted) {
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    if (wanted.mutedUntilMs() != null) {
      put(row, MUTED, wanted.mutedUntilMs() == 0 ? EMPTY : bytes(wanted.mutedUntilMs()));
    }
    if (wanted.pinned() != null) {
      put(row, PINNED, wanted.pinned() ? ON : EMPTY);
    }
    if (wanted.hidden() != null) {
      put(row, HIDDEN, place(wanted.hidden()));
    }
    if (wanted.marked() != null) {
      put(row, MARKED, place(wanted.marked()));
    }
    if (wanted.remark() != null) {
      put(row, REMARK, wanted.remark().getBytes(UTF_8));
    }
    if (wanted.draft() != null) {
      put(row, DRAFT, wanted.draft().getBytes(UTF_8));
    }
    if (wanted.cleared() != null) {
      put(row, CLEARED, place(wanted.cleared()));
    }
    if (wanted.deleted() != null) {
      put(row, DELETED, place(wanted.deleted()));
    }
    return row.toByteArray();
  }

  private static void put(ByteArrayOutputStream row, byte tag, byte[] value) {
    row.write(tag);
    row.write(value.length >> Byte.SIZE);
    row.write(value.length);
    row.writeBytes(value);
  }

  private static byte[] place(LogPlace place) {
    return place.epoch() == 0 ? EMPTY : bytes(place.epoch(), place.seq());
  }

  private static byte[] bytes(long... numbers) {
    ByteBuffer buffer = ByteBuffer.allocate(numbers.length * Long.BYTES);
    for (long number : numbers) {
      buffer.putLong(number);
    }
    return buffer.array();
  }

  static Preferences preferences(byte[] record) {
    @Nullable Long muted = null;
    @Nullable Boolean pinned = null;
    @Nullable LogPlace hidden = null;
    @Nullable LogPlace marked = null;
    @Nullable String remark = null;
    @Nullable String draft = null;
    @Nullable LogPlace cleared = null;
    @Nullable LogPlace deleted = null;
    ByteBuffer row = ByteBuffer.wrap(record);
    while (row.hasRemaining()) {
      byte tag = row.get();
      byte[] value = value(row);
      switch (tag) {
        case MUTED -> muted = ByteBuffer.wrap(value).getLong();
        case PINNED -> pinned = true;
        case HIDDEN -> hidden = place(value);
        case MARKED -> marked = place(value);
        case REMARK -> remark = new String(value, UTF_8);
        case DRAFT -> draft = new String(value, UTF_8);
        case CLEARED -> cleared = place(value);
        case DELETED -> deleted = place(value);
        default -> {
          // Of a newer node.
        }
      }
    }
    return new Preferences(muted, pinned, hidden, marked, remark, draft, cleared, deleted);
  }

  private static LogPlace place(byte[] value) {
    ByteBuffer numbers = ByteBuffer.wrap(value);
    return new LogPlace(numbers.getLong(), numbers.getLong());
  }

  /** What {@code settings/change.lua} publishes, behind the kind. */
  static Hint heard(ByteBuffer buffer) {
    long session = buffer.getLong();
    long version = buffer.getLong();
    long previous = buffer.getLong();
    ConversationId conversation = conversation(new String(value(buffer), UTF_8));
    DeviceId device = new DeviceId(new String(value(buffer), UTF_8));
    Preferences preferences = preferences(value(buffer));
    return new Hint.SettingsChanged(
        device, session, new ConversationSettings(conversation, version, previous, preferences));
  }

  private static byte[] value(ByteBuffer buffer) {
    byte[] value = new byte[Short.toUnsignedInt(buffer.getShort())];
    buffer.get(value);
    return value;
  }
}

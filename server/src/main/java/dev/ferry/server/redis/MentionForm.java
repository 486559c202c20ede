package dev.ferry.server.redis;

import static dev.ferry.server.redis.Keys.bytes;

import dev.ferry.server.model.ConversationId;
import dev.ferry.server.model.NewMessage;
import dev.ferry.server.model.References;
import dev.ferry.server.model.UserId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Mentions as {@code part/mention.lua} takes and gives them. */
final class MentionForm {
  private static final String ALL = "*";

  private MentionForm() {}

  /**
   * Whom a message mentions, with spaces between: of a direct conversation the other user only, of
   * a silent message nobody, because it does not count as unread.
   */
  static String names(NewMessage message) {
    if (message.content().silent()) {
      return "";
    }
    ConversationId conversation = message.conversation();
    Stream<String> users =
        message.references().mentions().stream()
            .filter(user -> !user.equals(message.sender()))
            .filter(user -> conversation.isGroup() || conversation.peers().contains(user))
            .map(UserId::value);
    Stream<String> all = message.references().mentionAll() ? Stream.of(ALL) : Stream.of();
    return Stream.concat(users, all).collect(Collectors.joining(" "));
  }

  /** The keys that such a message needs; none when it mentions nobody. */
  static List<byte[]> keys(ConversationId conversation, String names) {
    return names.isEmpty()
        ? List.of()
        : List.of(Keys.mentions(conversation), Keys.mentioning(conversation));
  }

  /**
   * What such a message refers to, as {@code append.lua} and {@code group_append.lua} take it last:
   * nothing when it neither answers nor mentions, as most.
   */
  static List<byte[]> arguments(References references, String names) {
    return references.replyToSeq() == 0 && names.isEmpty()
        ? List.of()
        : List.of(bytes(references.replyToEpoch()), bytes(references.replyToSeq()), bytes(names));
  }

  /** Unread mentions, as heads have them. */
  static List<Long> seqs(Object reply) {
    String text = Reply.text(reply);
    return text.isEmpty() ? List.of() : Arrays.stream(text.split(" ")).map(Long::valueOf).toList();
  }
}

package dev.ferry.server.redis;

import dev.ferry.server.model.Operation;
import dev.ferry.server.model.UserId;
import dev.ferry.server.redis.stored.StoredOperation;

/** Operations as the log keeps them, to and from the model. */
final class StoredOperations {
  private StoredOperations() {}

  static StoredOperation of(Operation operation) {
    return StoredOperation.newBuilder()
        .setKind(operation.kind().name())
        .setTarget(operation.targetSeq())
        .setEmoji(operation.emoji())
        .build();
  }

  /**
   * @throws IllegalArgumentException when a name is unknown
   */
  static Operation operation(StoredOperation stored) {
    return new Operation(
        Operation.Kind.valueOf(stored.getKind()), 0, stored.getTarget(), stored.getEmoji());
  }

  /** The same for clients that do not know operations. */
  static String words(UserId by, Operation operation) {
    String what = " message " + operation.targetSeq();
    return by
        + switch (operation.kind()) {
          case RECALL -> " recalled" + what;
          case EDIT -> " edited" + what;
          case REACT -> " reacted " + operation.emoji() + " to" + what;
          case UNREACT -> " took " + operation.emoji() + " back from" + what;
          case PIN -> " pinned" + what;
          case UNPIN -> " unpinned" + what;
        };
  }
}

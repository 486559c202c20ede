package dev.ferry.server.request;

import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchBlocked;
import dev.ferry.protocol.v1.ServerFrame;
import dev.ferry.protocol.v1.SetPrivacy;
import dev.ferry.server.model.InvalidValueException;
import dev.ferry.server.model.Mover;
import dev.ferry.server.model.Privacy;
import dev.ferry.server.model.UserId;
import dev.ferry.server.privacy.PrivacyService;
import dev.ferry.server.session.Session;
import java.util.concurrent.CompletionStage;

/** The requests about whom a user blocks and who may write to it. */
final class PrivacyHandlers {
  private final PrivacyService privacy;

  PrivacyHandlers(PrivacyService privacy) {
    this.privacy = privacy;
  }

  /** {@code BlockUser} to {@code Privacy}. */
  CompletionStage<ServerFrame.Builder> block(Session session, ClientFrame frame) {
    return standing(privacy.block(by(session), new UserId(frame.getBlockUser().getUser())));
  }

  /** {@code UnblockUser} to {@code Privacy}. */
  CompletionStage<ServerFrame.Builder> unblock(Session session, ClientFrame frame) {
    return standing(privacy.unblock(by(session), new UserId(frame.getUnblockUser().getUser())));
  }

  /** {@code SetPrivacy} to {@code Privacy}. */
  CompletionStage<ServerFrame.Builder> set(Session session, ClientFrame frame) {
    SetPrivacy set = frame.getSetPrivacy();
    return standing(
        privacy.set(
            by(session), PrivacyFrames.writers(set.getWhoMayWrite(), set.getWhoMayWriteValue())));
  }

  /** {@code FetchBlocked} to {@code BlockedUsers}. */
  CompletionStage<ServerFrame.Builder> blocked(Session session, ClientFrame frame) {
    FetchBlocked fetch = frame.getFetchBlocked();
    if (fetch.getLimit() < 0 || fetch.getLimit() > PrivacyService.PAGE_MAX) {
      throw new InvalidValueException(
          "limit",
          Integer.toUnsignedString(fetch.getLimit()),
          "at most " + PrivacyService.PAGE_MAX);
    }
    return privacy
        .blocked(session.user(), Touches.since("after", fetch.getAfter()), fetch.getLimit())
        .thenApply(page -> ServerFrame.newBuilder().setBlockedUsers(PrivacyFrames.blocked(page)));
  }

  private static Mover by(Session session) {
    return new Mover(session.user(), session.device(), session.stamp());
  }

  private static CompletionStage<ServerFrame.Builder> standing(CompletionStage<Privacy> stage) {
    return stage.thenApply(now -> ServerFrame.newBuilder().setPrivacy(PrivacyFrames.privacy(now)));
  }
}

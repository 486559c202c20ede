package dev.ferry.server.testkit;

import dev.ferry.protocol.v1.BlockUser;
import dev.ferry.protocol.v1.ClientFrame;
import dev.ferry.protocol.v1.FetchBlocked;
import dev.ferry.protocol.v1.SetPrivacy;
import dev.ferry.protocol.v1.UnblockUser;
import dev.ferry.protocol.v1.Writers;

/** Good requests about blocks and who may write, to be sent or spoilt. */
public final class PrivacyRequests {
  private PrivacyRequests() {}

  public static ClientFrame.Builder block(String user) {
    return ClientFrame.newBuilder().setBlockUser(BlockUser.newBuilder().setUser(user));
  }

  public static ClientFrame.Builder unblock(String user) {
    return ClientFrame.newBuilder().setUnblockUser(UnblockUser.newBuilder().setUser(user));
  }

  public static ClientFrame.Builder blocked(long after, int limit) {
    return ClientFrame.newBuilder()
        .setFetchBlocked(FetchBlocked.newBuilder().setAfter(after).setLimit(limit));
  }

  public static ClientFrame.Builder let(Writers writers) {
    return ClientFrame.newBuilder().setSetPrivacy(SetPrivacy.newBuilder().setWhoMayWrite(writers));
  }
}

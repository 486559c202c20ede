package dev.ferry.client.core;

import com.google.protobuf.ByteString;
import dev.ferry.protocol.v1.Resume;

/**
 * What goes on with a session that was lost, without a token of the app's. It is good once, so it
 * is forgotten as soon as it is used; should that not work out, the next login is a full one,
 * unless the server says that the same may be tried again.
 */
final class Resumption {
  /**
   * Connections in a row that may fail before a token is asked for after all. The app's answer to
   * that is what slows a client down whose callbacks nobody takes.
   */
  static final int TRIES_MAX = 8;

  private ByteString token = ByteString.EMPTY;

  /** What the login under way shows. */
  private ByteString used = ByteString.EMPTY;

  private int tries;

  /** A session began. */
  void begin(ByteString given) {
    token = given;
    tries = 0;
  }

  void forget() {
    token = ByteString.EMPTY;
  }

  /** Whether the next connection may log in with it; counts as a try. */
  boolean tryNext() {
    if (++tries > TRIES_MAX) {
      forget();
    }
    return !token.isEmpty();
  }

  /** Whether a login now uses it. */
  boolean ready() {
    return !token.isEmpty();
  }

  /**
   * What the login shows; nothing is left afterwards but what {@link #keep} brings back.
   *
   * @param groups as {@link GroupDigest} makes it
   */
  Resume use(String user, ByteString groups) {
    Resume resume = Resume.newBuilder().setToken(token).setUser(user).setGroups(groups).build();
    used = token;
    forget();
    return resume;
  }

  /**
   * The server was too busy for the login that used it. Should it have taken the token all the
   * same, it refuses it the next time, and a full login follows then.
   */
  void keep() {
    token = used;
  }
}

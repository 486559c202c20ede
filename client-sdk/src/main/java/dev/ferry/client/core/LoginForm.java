package dev.ferry.client.core;

import dev.ferry.protocol.v1.Login;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** The login as all of a client's connections send it, but for what proves who it is. */
final class LoginForm {
  static final int VERSION = 1;

  private final CoreOptions options;

  private static final int RANDOM_BITS = 20;

  /** The launch of the newest client in this process. Any thread. */
  private static final AtomicLong NEWEST = new AtomicLong();

  /**
   * Names this life of the client to the server, beside the number of the connection: by when it
   * began, so that a login of the life before, if it arrives late, is known as such.
   */
  private final long launch;

  LoginForm(CoreOptions options, Random random) {
    this.options = options;
    long now = System.currentTimeMillis() << RANDOM_BITS | random.nextInt(1 << RANDOM_BITS);
    this.launch = NEWEST.updateAndGet(before -> Math.max(before + 1, now));
  }

  Login.Builder login(long connection, long headsSince) {
    return Login.newBuilder()
        .setVersionMax(VERSION)
        .setVersionMin(VERSION)
        .setDevice(options.device())
        .setClient(options.clientName())
        .setPlatform(DeviceQuestions.platform(options.platform()))
        .setDeviceName(options.deviceName())
        .setHeadsSince(headsSince)
        .setLaunch(launch)
        .setAttempt((int) connection);
  }
}

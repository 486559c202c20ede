package dev.ferry.client.core;

import dev.ferry.protocol.v1.Login;
import java.util.Random;

/** The login as all of a client's connections send it, but for what proves who it is. */
final class LoginForm {
  static final int VERSION = 1;

  private final CoreOptions options;

  /** Names this life of the client to the server, beside the number of the connection. */
  private final long launch;

  LoginForm(CoreOptions options, Random random) {
    this.options = options;
    this.launch = random.nextLong();
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

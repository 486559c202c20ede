package dev.ferry.client.core;

import dev.ferry.protocol.v1.Login;

/** The login as all of a client's connections send it, but for what proves who it is. */
final class LoginForm {
  static final int VERSION = 1;

  private final CoreOptions options;

  LoginForm(CoreOptions options) {
    this.options = options;
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
        .setLaunch(options.launch())
        .setAttempt((int) connection);
  }
}

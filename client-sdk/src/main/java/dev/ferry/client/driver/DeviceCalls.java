package dev.ferry.client.driver;

import dev.ferry.client.core.DeviceQuestions;
import dev.ferry.client.device.Device;
import dev.ferry.client.device.Devices;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Asks the questions of {@link Devices}. */
final class DeviceCalls implements Devices {
  private final GroupCalls.Asker asker;

  DeviceCalls(GroupCalls.Asker asker) {
    this.asker = asker;
  }

  @Override
  public CompletableFuture<List<Device>> list() {
    return asker.ask(DeviceQuestions.list());
  }

  @Override
  public CompletableFuture<Integer> logOut(String device) {
    return asker.ask(DeviceQuestions.logOut(device));
  }

  @Override
  public CompletableFuture<Integer> logOutOthers() {
    return asker.ask(DeviceQuestions.logOutOthers());
  }
}

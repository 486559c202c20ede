package dev.ferry.cli.device;

import dev.ferry.cli.connect.Context;
import dev.ferry.cli.terminal.MessageFormat;
import dev.ferry.cli.terminal.SafeText;
import dev.ferry.client.device.Device;
import dev.ferry.client.device.Devices;
import dev.ferry.client.device.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;

/** Lists devices. */
@Command(name = "list", description = "List the user's devices, live ones first.")
final class ListCommand extends DeviceQuestion<List<Device>> {
  ListCommand(Context context) {
    super(context);
  }

  @Override
  CompletableFuture<List<Device>> ask(Devices devices) {
    return devices.list();
  }

  @Override
  protected void show(List<Device> devices) {
    for (Device device : devices) {
      String seen = device.live() ? "live since " : "last seen  ";
      console()
          .line(
              String.format(Locale.ROOT, "%-7s  ", word(device.platform()))
                  + seen
                  + MessageFormat.isoOrNull(device.lastSeenMs())
                  + "  "
                  + SafeText.of(device.id())
                  + (device.name().isEmpty() ? "" : " (" + SafeText.of(device.name()) + ")")
                  + (device.current() ? ", this one" : ""));
    }
  }

  @Override
  protected void showJson(List<Device> devices) {
    for (Device device : devices) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("device", device.id());
      object.put("name", device.name());
      object.put("platform", word(device.platform()));
      object.put("last_seen", MessageFormat.isoOrNull(device.lastSeenMs()));
      object.put("live", device.live());
      object.put("current", device.current());
      console().json(object);
    }
  }

  private static String word(Platform platform) {
    return platform.name().toLowerCase(Locale.ROOT);
  }
}

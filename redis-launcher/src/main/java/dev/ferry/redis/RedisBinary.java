package dev.ferry.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A redis-server or valkey-server to run.
 *
 * @param version as the binary itself says it
 */
record RedisBinary(Path path, String version) {
  private static final Logger log = LoggerFactory.getLogger(RedisBinary.class);
  private static final String BUNDLED_VERSION = "7.0.15";
  private static final int MAJOR_VERSION_MIN = 7;
  private static final int VERSION_SECONDS_MAX = 5;
  private static final Pattern VERSION = Pattern.compile("\\bv=((\\d+)\\.\\d+[^ ]*)");

  /**
   * The one that was chosen.
   *
   * @param cache where the bundled binary is unpacked, once
   */
  static RedisBinary find(Binary binary, Path cache) throws IOException {
    for (String name : List.of("redis-server", "valkey-server")) {
      for (Path folder : binary.folders()) {
        Path candidate = folder.resolve(name);
        if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
          Optional<RedisBinary> usable = inspect(candidate);
          if (usable.isPresent()) {
            return usable.get();
          }
        }
      }
    }
    return bundled(cache);
  }

  private static Optional<RedisBinary> inspect(Path candidate) {
    String output = versionOutput(candidate);
    Matcher matcher = VERSION.matcher(output);
    if (!matcher.find()) {
      log.info("Ignoring {}: it does not tell its version: {}", candidate, output.strip());
      return Optional.empty();
    }
    String version = matcher.group(1);
    if (matcher.group(2).length() > 4 || Integer.parseInt(matcher.group(2)) < MAJOR_VERSION_MIN) {
      log.info("Ignoring {}: version {} (expected: 7.0 or newer)", candidate, version);
      return Optional.empty();
    }
    return Optional.of(new RedisBinary(candidate.toAbsolutePath(), version));
  }

  private static String versionOutput(Path candidate) {
    try {
      Process process =
          new ProcessBuilder(candidate.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(VERSION_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return "no answer within " + VERSION_SECONDS_MAX + " s";
      }
      try (InputStream out = process.getInputStream()) {
        return new String(out.readNBytes(1_000), UTF_8);
      }
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  private static RedisBinary bundled(Path cache) throws IOException {
    String name = "redis-server-" + BUNDLED_VERSION + "-" + platform();
    URL resource = RedisBinary.class.getResource("/" + name);
    if (resource == null) {
      throw new EmbeddedRedisException(
          "No redis-server is on the PATH and none is bundled for this machine ("
              + platform()
              + "): install Redis or Valkey 7.0 or newer, or set redis.url.");
    }
    URLConnection content = resource.openConnection();
    Path target = cache.resolve(name);
    if (Files.notExists(target) || Files.size(target) != content.getContentLengthLong()) {
      unpack(content, target);
    }
    return new RedisBinary(target, BUNDLED_VERSION);
  }

  /** Through a second name, so that nobody ever runs half a file. */
  private static void unpack(URLConnection content, Path target) throws IOException {
    var ownerOnly = PosixFilePermissions.fromString("rwx------");
    Files.createDirectories(
        target.toAbsolutePath().getParent(), PosixFilePermissions.asFileAttribute(ownerOnly));
    Path unfinished =
        Files.createTempFile(
            target.toAbsolutePath().getParent(),
            "unpacking-",
            "",
            PosixFilePermissions.asFileAttribute(ownerOnly));
    try (InputStream in = content.getInputStream()) {
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(unfinished, ownerOnly);
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String osName = os.contains("mac") || os.contains("darwin") ? "darwin" : os;
    return switch (arch) {
      case "amd64", "x86_64" -> osName + "-amd64";
      case "aarch64", "arm64" -> osName + "-arm64";
      case "x86", "i386", "i486", "i586", "i686" -> osName + "-386";
      default -> osName + "-" + arch;
    };
  }
}

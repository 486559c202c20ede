package dev.ferry.server.config;

import dev.ferry.server.model.Durability;
import dev.ferry.server.model.NodeId;
import dev.ferry.server.model.Platform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The settings of one node. Each component is the key of the same name in {@code reference.conf},
 * which says what it means; all were validated by {@link ConfigLoader}.
 */
public record ServerConfig(
    Node node,
    Data data,
    Tcp tcp,
    Http http,
    Tls tls,
    Redis redis,
    Auth auth,
    Limits limits,
    Groups groups,
    Messages messages,
    Privacy privacy,
    Presence presence,
    Session session,
    Devices devices,
    Shutdown shutdown,
    Bus bus) {

  public record Node(NodeId id) {}

  public record Data(Path dir) {}

  public record Tcp(String host, int port) {}

  public record Http(String host, int port, Set<String> origins) {}

  /** Both files or none. */
  public record Tls(Optional<Path> certFile, Optional<Path> keyFile) {
    public boolean enabled() {
      return certFile.isPresent();
    }
  }

  /**
   * Which Redis, and how this node uses it.
   *
   * @param url empty for the embedded one; a secret
   */
  public record Redis(
      Optional<String> url,
      Durability durability,
      Duration commandTimeout,
      int queueMax,
      int logEntriesMax) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Redis[url="
          + url.map(Secrets::hidePassword).orElse("embedded")
          + ", durability="
          + durability
          + ", commandTimeout="
          + commandTimeout
          + ", queueMax="
          + queueMax
          + ", logEntriesMax="
          + logEntriesMax
          + "]";
    }
  }

  /** At most one of the files; none means development tokens. */
  public record Auth(
      Optional<Path> secretFile,
      Optional<Path> jwksFile,
      Optional<String> issuer,
      Optional<String> audience,
      Duration leeway) {}

  public record Limits(
      int contentBytes,
      int frameBytesBeforeLogin,
      int connections,
      int unacked,
      int calls,
      int pageMessages,
      int pageBytes,
      int requestsPerSecond,
      int requestsBurst,
      int settings,
      int unreadBytes,
      Duration unreadFor) {
    /** Room for a frame's own fields around one message's content. */
    static final int ENVELOPE_BYTES = 4 << 10;

    /** A frame after the login. */
    public int frameBytes() {
      return contentBytes + ENVELOPE_BYTES;
    }
  }

  public record Groups(
      int membersMax,
      int perUser,
      int messagesPerSecond,
      int messagesBurst,
      int memberMessagesPerSecond,
      int memberMessagesBurst) {}

  public record Messages(Duration authorWindow) {}

  public record Privacy(int blockedMax) {}

  public record Presence(Duration lease, int watchesMax) {}

  public record Session(Duration heartbeat, Duration loginTimeout) {}

  /**
   * A rule for each class of device.
   *
   * @param resumeFor how long a resume token outlives its session
   */
  public record Devices(
      DeviceClass phone,
      DeviceClass tablet,
      DeviceClass desktop,
      DeviceClass web,
      DeviceClass other,
      Duration resumeFor) {}

  public record DeviceClass(int sessions, Beyond beyond, Set<Platform> excludes) {}

  /** What happens to a session for which there is no room. */
  public enum Beyond {
    REPLACE,
    REFUSE
  }

  public record Shutdown(Duration retrySpread, Duration drainTimeout) {}

  public record Bus(Duration syncSpread) {}
}

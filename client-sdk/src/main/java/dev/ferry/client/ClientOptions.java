package dev.ferry.client;

import dev.ferry.client.device.Platform;
import dev.ferry.client.store.InMemoryStore;
import dev.ferry.client.store.LocalStore;
import java.net.URI;
import java.util.Locale;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** Who a client is, where it connects to, and its limits. Immutable. */
public final class ClientOptions {
  private final URI server;
  private final String user;
  private final String device;
  private final TokenSource tokens;
  private final LocalStore store;
  private final int outboxMax;
  private final int firstSightMessages;
  private final String clientName;
  private final int connectTimeoutMs;
  private final boolean deliveryReports;
  private final Platform platform;
  private final String deviceName;
  private final @Nullable SSLSocketFactory sslSocketFactory;
  private final @Nullable X509TrustManager trustManager;

  private ClientOptions(Builder builder) {
    this.server = withDefaults(required(builder.server, "server"));
    this.user = required(builder.user, "user");
    this.device = required(builder.device, "device");
    this.tokens = required(builder.tokens, "tokens");
    this.store = builder.store != null ? builder.store : new InMemoryStore();
    this.outboxMax = atLeast(1, builder.outboxMax, "outboxMax");
    this.firstSightMessages = atLeast(0, builder.firstSightMessages, "firstSightMessages");
    this.clientName = builder.clientName;
    this.connectTimeoutMs = atLeast(1, builder.connectTimeoutMs, "connectTimeoutMs");
    this.deliveryReports = builder.deliveryReports;
    this.platform = builder.platform;
    this.deviceName = builder.deviceName;
    this.sslSocketFactory = builder.sslSocketFactory;
    this.trustManager = builder.trustManager;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The server's address with port, and path for WebSocket, filled in. */
  public URI server() {
    return server;
  }

  public String user() {
    return user;
  }

  public String device() {
    return device;
  }

  public TokenSource tokens() {
    return tokens;
  }

  public LocalStore store() {
    return store;
  }

  public int outboxMax() {
    return outboxMax;
  }

  public int firstSightMessages() {
    return firstSightMessages;
  }

  public String clientName() {
    return clientName;
  }

  public int connectTimeoutMs() {
    return connectTimeoutMs;
  }

  public boolean deliveryReports() {
    return deliveryReports;
  }

  public Platform platform() {
    return platform;
  }

  public String deviceName() {
    return deviceName;
  }

  /** Makes TLS sockets; null for the platform's. */
  public @Nullable SSLSocketFactory sslSocketFactory() {
    return sslSocketFactory;
  }

  /** The trust manager behind {@link #sslSocketFactory}; null for the platform's. */
  public @Nullable X509TrustManager trustManager() {
    return trustManager;
  }

  private static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException(name + ": not set");
    }
    return value;
  }

  private static int atLeast(int min, int value, String name) {
    if (value < min) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + min + ")");
    }
    return value;
  }

  private static URI withDefaults(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean tcp = scheme.equals("tcp") || scheme.equals("tcps");
    boolean ws = scheme.equals("ws") || scheme.equals("wss");
    if ((!tcp && !ws) || uri.getHost() == null) {
      throw new IllegalArgumentException(
          "server: " + uri + " (expected: tcp, tcps, ws or wss, and a host)");
    }
    int port = uri.getPort() != -1 ? uri.getPort() : tcp ? 9400 : 9480;
    String given = uri.getRawPath() == null ? "" : uri.getRawPath();
    String path = tcp ? "" : given.isEmpty() || given.equals("/") ? "/ws" : given;
    return URI.create(scheme + "://" + uri.getHost() + ":" + port + path);
  }

  /** Collects options; not safe for use from several threads. */
  public static final class Builder {
    private @Nullable URI server;
    private @Nullable String user;
    private @Nullable String device;
    private @Nullable TokenSource tokens;
    private @Nullable LocalStore store;
    private int outboxMax = 10_000;
    private int firstSightMessages = 100;
    private String clientName = "ferry-java";
    private int connectTimeoutMs = 10_000;
    private boolean deliveryReports = true;
    private Platform platform = Platform.OTHER;
    private String deviceName = "";
    private @Nullable SSLSocketFactory sslSocketFactory;
    private @Nullable X509TrustManager trustManager;

    private Builder() {}

    /**
     * Required: {@code tcp://}, {@code tcps://} (default port 9400), {@code ws://} or {@code
     * wss://} (default port 9480, default path {@code /ws}).
     */
    public Builder server(URI server) {
      this.server = server;
      return this;
    }

    /** Required: the user that the tokens are made for. */
    public Builder user(String user) {
      this.user = user;
      return this;
    }

    /** Required: the id of this installation, the same in every life of the app. */
    public Builder device(String device) {
      this.device = device;
      return this;
    }

    /**
     * Required: asked before each login, but for one that goes on with a session just lost, and
     * once four fifths of a session's life are over.
     */
    public Builder tokens(TokenSource tokens) {
      this.tokens = tokens;
      return this;
    }

    /** What the device remembers; default: a new {@link InMemoryStore}. */
    public Builder store(LocalStore store) {
      this.store = store;
      return this;
    }

    /** How many messages may wait for their ack; default 10,000. More are refused. */
    public Builder outboxMax(int messages) {
      this.outboxMax = messages;
      return this;
    }

    /**
     * How many of the newest messages to pull of a conversation that the store does not know, and
     * of one that was reset; default 100. 0 pulls none, {@link Integer#MAX_VALUE} all.
     */
    public Builder firstSightMessages(int messages) {
      this.firstSightMessages = messages;
      return this;
    }

    /** Name and version of the app for the server's logs; cut to 64 characters. */
    public Builder clientName(String name) {
      this.clientName = name.length() <= 64 ? name : name.substring(0, 64);
      return this;
    }

    /** The class of this device, which the server may limit; default {@link Platform#OTHER}. */
    public Builder platform(Platform platform) {
      this.platform = platform;
      return this;
    }

    /** What people call this device; cut to 64 characters, without control characters. */
    public Builder deviceName(String name) {
      String shown = name.replaceAll("\\p{Cntrl}", " ");
      this.deviceName = shown.length() <= 64 ? shown : shown.substring(0, 64);
      return this;
    }

    /**
     * Whom to trust with {@code tcps} and {@code wss}; default: the platform. The server's name is
     * checked against its certificate in any case.
     */
    public Builder trust(SSLSocketFactory sockets, X509TrustManager manager) {
      this.sslSocketFactory = sockets;
      this.trustManager = manager;
      return this;
    }

    /** How long connecting may take, TLS included, in milliseconds; default 10,000. */
    public Builder connectTimeoutMs(int milliseconds) {
      this.connectTimeoutMs = milliseconds;
      return this;
    }

    /** Whether senders are told what has come to this device; default true. */
    public Builder deliveryReports(boolean on) {
      this.deliveryReports = on;
      return this;
    }

    /**
     * @throws IllegalArgumentException when a required option lacks or a value is out of range
     */
    public ClientOptions build() {
      return new ClientOptions(this);
    }
  }
}
